// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.guest.sched;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The kernel's dump of a failed scheduler, caught through the tracepoint `sched_ext_dump`: so it is
/// there whatever the scheduler's program does with its own copy, or whether it still lives.
final class DumpTrace {
    private static final String EVENT = "sched_ext_dump: ";

    private final Path instance;
    private final boolean armed;

    private DumpTrace(Path instance, boolean armed) {
        this.instance = instance;
        this.armed = armed;
    }

    /// {@return a trace of its own, so that a body's use of tracefs does not meet with it; one that finds nothing if
    /// this kernel lacks the tracepoint}
    static DumpTrace arm(Path traces, Path instance) {
        try {
            if (!Files.isDirectory(traces.resolve("events/sched_ext/sched_ext_dump"))) {
                return new DumpTrace(instance, false);
            }
            // A guest's template has it already.
            if (!Files.isDirectory(instance)) Files.createDirectory(instance);
            Files.writeString(instance.resolve("events/sched_ext/sched_ext_dump/enable"), "1");
            return new DumpTrace(instance, true);
        } catch (IOException e) {
            return new DumpTrace(instance, false);
        }
    }

    /// {@return the lines of the last dump, empty if there is none; it is forgotten then}
    String take() {
        if (!armed) return "";
        StringBuilder dump = new StringBuilder();
        try {
            for (String line : Files.readAllLines(instance.resolve("trace"))) {
                int at = line.indexOf(EVENT);
                if (at >= 0 && !line.startsWith("#"))
                    dump.append(line, at + EVENT.length(), line.length()).append('\n');
                else if (line.endsWith(EVENT.stripTrailing())) dump.append('\n');
            }
            Files.writeString(instance.resolve("trace"), "");
        } catch (IOException e) {
            dump.append("read the dump: ").append(e.getMessage());
        }
        return dump.toString().stripTrailing();
    }
}
