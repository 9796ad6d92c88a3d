// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.scenario.work;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Work that the author writes: a sequence of phases, or another program.
public sealed interface Program extends Work {
    /// Phases of other work, one after the other, over and over.
    ///
    /// @param phases at most 32
    record Sequence(List<Phase> phases) implements Program {
        /// With a list of its own.
        public Sequence {
            phases = List.copyOf(phases);
        }

        @Override
        public Map<String, Object> parameters() {
            return Map.of("text", phases.stream().map(Phase::word).collect(Collectors.joining(",")));
        }

        @Override
        public Optional<String> problem() {
            return phases.isEmpty() || phases.size() > 32
                    ? Optional.of("Sequence of %d phases: use 1 to 32".formatted(phases.size()))
                    : Optional.empty();
        }
    }

    /// Another program in the worker's place, which `SIGTERM` ends. It counts nothing itself; CPU time,
    /// run delay and switches are the kernel's.
    ///
    /// @param command path in the guest and arguments, parted by blanks; at most 64 words
    record Custom(String command) implements Program {
        @Override
        public boolean processOnly() {
            return true;
        }

        @Override
        public Optional<String> problem() {
            return command.startsWith("/")
                    ? Optional.empty()
                    : Optional.of("Custom \"%s\": not an absolute path; give the program's path in the guest"
                            .formatted(command));
        }
    }

    /// One phase of a [Sequence].
    ///
    /// @param what what it does
    /// @param length for how long
    record Phase(What what, Duration length) {
        String word() {
            return what.name().toLowerCase(Locale.ROOT) + ":" + length.toNanos();
        }
    }

    /// What a phase of a [Sequence] does.
    enum What {
        /// Computes.
        SPIN,
        /// Sleeps.
        SLEEP,
        /// Gives the CPU away again and again.
        YIELD,
        /// Multiplies.
        ALU
    }
}
