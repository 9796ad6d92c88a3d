// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.vm;

import java.nio.file.Path;

/// Where the files of one live VM are.
///
/// @param dir private directory in memory: RAM files or the window alone, and the control socket; gone as soon
/// as QEMU has opened them
/// @param ramDir where the RAM files are: `dir`, or a snapshot's directory; without links, as the kernel names it
/// @param console what the guest writes on its first serial port; stays
/// @param log what QEMU and the guard print; stays
record VmFiles(Path dir, Path ramDir, Path console, Path log) {
    static VmFiles of(Path dir, Path ramDir, Path logDir) {
        return new VmFiles(dir, ramDir, logDir.resolve("console.log"), logDir.resolve("qemu.log"));
    }

    Path ram(int node) {
        return ramDir.resolve("ram" + node);
    }

    Path window() {
        return dir.resolve("window");
    }

    Path qmp() {
        return dir.resolve("qmp");
    }
}
