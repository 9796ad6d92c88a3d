// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.vm;

import java.util.List;

/// The kernel's command line: what every guest gets, and why.
final class KernelArguments {
    private KernelArguments() {}

    static final List<String> ALWAYS = List.of(
            // the console is evidence of a panic
            "console=ttyS0",
            "quiet",
            // reset at once, which ends the VM; without it a panicked guest spins for ever
            "panic=-1",
            // an oops leaves a guest that nothing can be concluded from
            "oops=panic",
            // symbol addresses are the same in each boot
            "nokaslr",
            "mitigations=off",
            // the root file system may take most of memory: at the default of half, the archive's tail would vanish
            // silently
            "initramfs_options=size=90%");

    /// Reserves the window and tells the guest where it is.
    static List<String> window(long addr, long bytes) {
        return List.of("memmap=%#x$%#x".formatted(bytes, addr), "ktstr.window=%#x,%#x".formatted(addr, bytes));
    }
}
