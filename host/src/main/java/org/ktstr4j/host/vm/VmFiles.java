// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.vm;

import java.nio.file.Path;

/// Where the files of one live VM are.
///
/// @param dir private directory in memory: RAM files and the control socket; gone as soon as QEMU has opened
/// them
/// @param console what the guest writes on its first serial port; stays
/// @param log what QEMU and the guard print; stays
record VmFiles(Path dir, Path console, Path log) {
    static VmFiles of(Path dir, Path logDir) {
        return new VmFiles(dir, logDir.resolve("console.log"), logDir.resolve("qemu.log"));
    }

    Path ram(int node) {
        return dir.resolve("ram" + node);
    }

    Path qmp() {
        return dir.resolve("qmp");
    }
}
