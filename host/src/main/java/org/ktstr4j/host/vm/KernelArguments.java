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
            // an oops leaves a guest of which nothing can be concluded
            "oops=panic",
            // symbol addresses are the same in each boot
            "nokaslr",
            "mitigations=off",
            // rdrand's word is enough to have random numbers at once
            "random.trust_cpu=1",
            // the crypto library's self-tests: a tenth of an emulated boot
            "cryptomgr.notests",
            // the certificates that signed modules are checked with: public-key arithmetic, another tenth;
            // the names of enums in trace formats, for programs that read binary traces: a tenth under simulation
            "initcall_blacklist=load_system_certificate_list,trace_eval_init",
            // the root file system may take most of memory: at the default of half, the archive's tail would
            // vanish silently
            "initramfs_options=size=90%");

    /// Reserves the window and tells the guest where it is.
    static List<String> window(long addr, long bytes) {
        return List.of("memmap=%#x$%#x".formatted(bytes, addr), "ktstr.window=%#x,%#x".formatted(addr, bytes));
    }
}
