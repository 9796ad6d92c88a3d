// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.kernel;

import java.util.ArrayList;
import java.util.List;
import org.ktstr4j.plan.PlanException;

/// Options a guest cannot do without. They must be compiled in: the guest loads no modules.
final class KernelCheck {
    private KernelCheck() {}

    /// An option and the reason it is needed.
    private record Need(String option, String why) {}

    private static final List<Need> NEEDED = List.of(
            new Need("64BIT", "the guest's programs are 64-bit"),
            new Need("BINFMT_ELF", "programs are ELF files"),
            new Need("BINFMT_SCRIPT", "payloads may be scripts"),
            new Need("BLK_DEV_INITRD", "the guest's files come as initramfs"),
            new Need("DEVTMPFS", "device nodes in /dev"),
            new Need("TMPFS", "/tmp, /run and /dev/shm"),
            new Need("PROC_FS", "/proc"),
            new Need("SYSFS", "/sys, where the topology is read"),
            new Need("TTY", "the console"),
            new Need("SERIAL_8250", "the console"),
            new Need("SERIAL_8250_CONSOLE", "panic texts come over the serial console"),
            new Need("PRINTK", "panic texts"),
            new Need("DEVMEM", "the window to the host is mapped from /dev/mem"),
            new Need("CGROUPS", "workloads run in cgroups"),
            new Need("MULTIUSER", "payloads may change user"),
            new Need("NET", "sockets"),
            new Need("UNIX", "the agent speaks to the launcher through a Unix socket"),
            new Need("FUTEX", "threads"),
            new Need("EPOLL", "the guest's first process waits with epoll"),
            new Need("SIGNALFD", "the guest's first process waits for signals"),
            new Need("TIMERFD", "the guest's first process keeps the deadline"),
            new Need("EVENTFD", "Java's selectors"),
            new Need("POSIX_TIMERS", "timers of payloads"),
            new Need("SMP", "a scheduler needs more than one CPU"));

    /// Lockdown forbids /dev/mem, whatever DEVMEM says.
    private static final List<String> FORBIDDEN =
            List.of("LOCK_DOWN_KERNEL_FORCE_INTEGRITY", "LOCK_DOWN_KERNEL_FORCE_CONFIDENTIALITY");

    /// {@return what stands between this config and a guest, one text per option; empty if nothing}
    static List<String> lacks(KernelConfig config) {
        List<String> lacks = new ArrayList<>();
        for (Need need : NEEDED) {
            if (!config.builtIn(need.option)) {
                String is = config.value(need.option).orElse("not set");
                lacks.add("CONFIG_%s must be y (%s) and is %s".formatted(need.option, need.why, is));
            }
        }
        for (String option : FORBIDDEN) {
            if (config.builtIn(option)) {
                lacks.add("CONFIG_%s must not be set (it forbids /dev/mem, where the window is)".formatted(option));
            }
        }
        return lacks;
    }

    /// {@return the kernel itself, when a guest can run on it or its config is not known}
    ///
    /// @throws PlanException if its config lacks an option, named in the message
    static Kernel check(Kernel kernel) {
        List<String> lacks = kernel.readConfig().map(KernelCheck::lacks).orElse(List.of());
        if (!lacks.isEmpty()) {
            throw PlanException.of(
                    "check kernel \"%s\" (%s): %s; build it so (modules do not count, the guest loads none), "
                                    .formatted(kernel.image(), kernel.release(), String.join(", ", lacks))
                            + "or use a stock kernel: ktstr kernel fetch debian");
        }
        return kernel;
    }
}
