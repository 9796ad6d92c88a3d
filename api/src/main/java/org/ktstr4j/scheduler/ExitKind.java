// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.scheduler;

/// Why the kernel says that a sched_ext scheduler was disabled.
///
/// Numbers and reasons are those of `enum scx_exit_kind` and `scx_exit_reason()` of the kernel; a kernel may lack
/// some, and may have others, which become [#OTHER].
public enum ExitKind {
    /// Its loader detached it, or ended.
    UNREG(64, "unregistered from user space"),
    /// The BPF program asked for its own end, by `scx_bpf_exit()`.
    UNREG_BPF(65, "unregistered from BPF"),
    /// The kernel asked for it, for example because a CPU came or went.
    UNREG_KERN(66, "unregistered from the main kernel"),
    /// Somebody pressed SysRq-S.
    SYSRQ(67, "disabled by sysrq-S"),
    /// The scheduler above it ended.
    PARENT(68, "parent exiting"),
    /// The scheduler above it ended it.
    PARENT_KILL(69, "killed by parent scheduler"),
    /// It broke a rule; the message says which.
    ERROR(1024, "runtime error"),
    /// The BPF program found an error itself, by `scx_bpf_error()`.
    ERROR_BPF(1025, "scx_bpf_error"),
    /// A task was runnable for longer than the watchdog allows, and did not run.
    ERROR_STALL(1026, "runnable task stall"),
    /// A task was enqueued again and again without running.
    ERROR_REENQ(1027, "reenqueue limit"),
    /// Too much had to be run past the scheduler.
    ERROR_RESCUE(1028, "rescue bandwidth overload"),
    /// One that this version does not know; the reason is kept as text.
    OTHER(0, "");

    private final int number;
    private final String reason;

    ExitKind(int number, String reason) {
        this.number = number;
        this.reason = reason;
    }

    /// {@return the kernel's number, 0 for [#OTHER]}
    public int number() {
        return number;
    }

    /// {@return the kernel's words for it, empty for [#OTHER]}
    public String reason() {
        return reason;
    }

    /// {@return whether the kernel took the scheduler away for an error}
    public boolean error() {
        return number >= ERROR.number;
    }

    /// {@return the kind with these words of the kernel's log}
    ///
    /// @param reason as in `disabled (REASON)`
    public static ExitKind ofReason(String reason) {
        for (ExitKind kind : values()) if (!kind.reason.isEmpty() && kind.reason.equals(reason)) return kind;
        return OTHER;
    }

    /// {@return the kind with this number}
    ///
    /// @param number as in a dump's `triggered exit kind NUMBER`
    public static ExitKind ofNumber(int number) {
        for (ExitKind kind : values()) if (kind.number == number) return kind;
        return OTHER;
    }
}
