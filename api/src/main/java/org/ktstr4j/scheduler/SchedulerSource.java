// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.scheduler;

import java.util.List;

/// Where a scheduler comes from.
public sealed interface SchedulerSource {
    /// The kernel's own fair class: nothing is started.
    record Eevdf() implements SchedulerSource {}

    /// A program that loads a sched_ext scheduler and stays while it is attached.
    ///
    /// @param exe a path, or a name: see `docs/schedulers.md` for where names are looked up
    record Program(String exe) implements SchedulerSource {
        /// Refuses a blank name.
        ///
        /// @throws IllegalArgumentException if the name is blank
        public Program {
            if (exe.isBlank()) {
                throw new IllegalArgumentException(
                        "build scheduler: the program is \"" + exe + "\"; give a name or a path");
            }
        }
    }

    /// Something that is part of the kernel and is switched by writing to files of it.
    ///
    /// @param enable writes that switch it on, in order
    /// @param disable writes that switch it off, in order
    record KernelBuiltin(List<KernelWrite> enable, List<KernelWrite> disable) implements SchedulerSource {
        /// Copies the lists.
        ///
        /// @throws IllegalArgumentException if there is nothing to enable
        public KernelBuiltin {
            enable = List.copyOf(enable);
            disable = List.copyOf(disable);
            if (enable.isEmpty()) {
                throw new IllegalArgumentException(
                        "build scheduler: no write enables it; give at least one, such as \"echo 1 > /sys/…\"");
            }
        }
    }

    /// A class of the test's class path whose `main` loads a scheduler and stays while it is attached; it runs on
    /// the guest's Java runtime.
    ///
    /// @param className binary name of the class
    record JavaMain(String className) implements SchedulerSource {
        /// Refuses a blank name.
        ///
        /// @throws IllegalArgumentException if the name is blank
        public JavaMain {
            if (className.isBlank()) {
                throw new IllegalArgumentException(
                        "build scheduler: the class is \"" + className + "\"; give the name of one with a main method");
            }
        }
    }
}
