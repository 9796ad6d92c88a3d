// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.guest.sched;

import org.jspecify.annotations.Nullable;
import org.ktstr4j.scheduler.ExitKind;

/// What the kernel's log says of one start of a scheduler. Safe for use by several threads.
///
/// The lines are those of `scx_log_sched_disable()` in `kernel/sched/ext` and of the ends of enabling and disabling in
/// older kernels: `sched_ext: BPF scheduler "NAME" enabled`, `… disabled (REASON)`, `sched_ext: NAME: MESSAGE`, and a
/// backtrace, each line of which begins with a blank.
final class KernelWords {
    private static final String MINE = "sched_ext: ";
    private static final String SCHEDULER = MINE + "BPF scheduler \"";

    private final StringBuilder message = new StringBuilder();
    private String remarks = "";
    private boolean enabled;
    private @Nullable ExitKind kind;
    private String reason = "";
    private boolean inBacktrace;

    /// {@return whether this line changed what is known of the scheduler}
    synchronized boolean line(String text) {
        if (text.startsWith(SCHEDULER)) {
            inBacktrace = false;
            int quote = text.indexOf('"', SCHEDULER.length());
            String rest = quote < 0 ? "" : text.substring(quote + 1);
            if (rest.startsWith(" enabled")) {
                enabled = true;
                return true;
            }
            int open = rest.indexOf('(');
            if (!rest.startsWith(" disabled") || open < 0) return false;
            reason = rest.substring(open + 1, rest.lastIndexOf(')') < open ? rest.length() : rest.lastIndexOf(')'));
            kind = ExitKind.ofReason(reason);
            remarks = message.toString();
            message.setLength(0);
            return true;
        }
        if (text.startsWith(MINE)) {
            append(text.substring(MINE.length()));
            inBacktrace = true;
        } else if (inBacktrace && text.startsWith(" ")) {
            append(text);
        } else {
            inBacktrace = false;
        }
        return false;
    }

    private void append(String line) {
        if (!message.isEmpty()) message.append('\n');
        message.append(line.stripTrailing());
    }

    synchronized boolean enabled() {
        return enabled;
    }

    /// {@return why the kernel disabled it, null if it has not}
    synchronized @Nullable ExitKind kind() {
        return kind;
    }

    /// {@return the kernel's words for it, empty if it has not disabled it}
    synchronized String reason() {
        return reason;
    }

    /// {@return message and backtrace, lines without an end; may be empty}
    synchronized String message() {
        return remarks.isEmpty() ? message.toString() : message + "\nbefore that: " + remarks;
    }
}
