// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.vm;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/// Why a wait for a VM ended.
public sealed interface VmEnd {
    /// {@return one sentence: what happened, with its evidence in short}
    String describe();

    /// The caller's condition holds. The VM still runs, or has ended after fulfilling it.
    record Reached() implements VmEnd {
        @Override
        public String describe() {
            return "reached what was waited for";
        }
    }

    /// The guest powered off before the condition held.
    record PoweredOff(List<String> consoleTail) implements VmEnd {
        @Override
        public String describe() {
            return "the guest powered off" + last(consoleTail);
        }
    }

    /// The guest reset itself: a panic (the kernel is told to reset then), a triple fault, or a reboot.
    ///
    /// @param panic the kernel's text from the first sign of a crash, empty if the console shows none
    record Reset(Optional<String> panic, List<String> consoleTail) implements VmEnd {
        @Override
        public String describe() {
            return panic.map(text -> "the guest's kernel panicked: \"%s\"".formatted(headline(text)))
                    .orElseGet(() -> "the guest reset itself without a panic on the console" + last(consoleTail));
        }

        private static String headline(String text) {
            return text.lines()
                    .filter(l -> l.contains("Kernel panic"))
                    .findFirst()
                    .orElseGet(() -> text.lines().findFirst().orElse(""))
                    .strip();
        }
    }

    /// The QEMU process ended by itself or was killed.
    ///
    /// @param exitCode of QEMU, empty if a signal ended it or it is not known
    /// @param signal number of the signal that ended it, if one did
    record QemuDied(OptionalInt exitCode, OptionalInt signal, List<String> stderrTail) implements VmEnd {
        private static final int SIGNAL_BASE = 128;

        /// {@return the end that a guard reported: an exit code, or 128 + n for signal n}
        static QemuDied of(OptionalInt code, List<String> stderrTail) {
            return code.isPresent() && code.getAsInt() > SIGNAL_BASE
                    ? new QemuDied(OptionalInt.empty(), OptionalInt.of(code.getAsInt() - SIGNAL_BASE), stderrTail)
                    : new QemuDied(code, OptionalInt.empty(), stderrTail);
        }

        @Override
        public String describe() {
            String how;
            if (signal.isPresent()) {
                how = "QEMU was killed by signal %d%s".formatted(signal.getAsInt(), hint(signal.getAsInt()));
            } else if (exitCode.isPresent()) {
                how = "QEMU ended with exit code " + exitCode.getAsInt();
            } else {
                how = "QEMU closed its control socket";
            }
            return how + (stderrTail.isEmpty() ? "" : "; it printed \"%s\"".formatted(String.join(" / ", stderrTail)));
        }

        private static String hint(int signal) {
            return switch (signal) {
                case 7 -> " (SIGBUS: the file system of the guest's memory is full)";
                case 9 -> " (SIGKILL: by someone, or by the kernel for want of memory)";
                case 31 -> " (SIGSYS: QEMU's sandbox)";
                default -> "";
            };
        }
    }

    /// QEMU stopped the vCPUs though the guest did not ask for it, such as `internal-error` of a KVM that
    /// does not work.
    ///
    /// @param status QMP's run state
    record QemuStopped(String status, List<String> consoleTail) implements VmEnd {
        @Override
        public String describe() {
            return "QEMU stopped the guest with status \"%s\"".formatted(status) + last(consoleTail);
        }
    }

    /// The guest did not end by itself in its own time, and its watchdog stopped it.
    record Watchdog(Optional<String> lastConsoleLine) implements VmEnd {
        @Override
        public String describe() {
            return "its watchdog stopped it 10 s of guest time after the test's limit; "
                    + lastConsoleLine
                            .map(line -> "last console line: \"%s\"".formatted(line))
                            .orElse("the console is empty");
        }
    }

    /// Nothing of the above within the limit. QEMU still runs.
    record Hang(Duration limit, Optional<String> lastConsoleLine) implements VmEnd {
        @Override
        public String describe() {
            return String.format(
                    Locale.ROOT,
                    "not reached within %.1f s, QEMU still running; %s",
                    limit.toMillis() / 1000.0,
                    lastConsoleLine
                            .map(l -> "last console line: \"%s\"".formatted(l))
                            .orElse("the console is empty"));
        }
    }

    private static String last(List<String> lines) {
        return lines.isEmpty() ? "; the console is empty" : "; last console line: \"%s\"".formatted(lines.getLast());
    }
}
