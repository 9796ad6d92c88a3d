// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.ktstr4j.record.LogRecord;
import org.ktstr4j.scheduler.SchedulerOutcome;

/// A file that is there while a scheduler of the test is attached, so that `kt sweep` may eject what outlives all of
/// its processes, and nobody else's.
///
/// @param file its content is the number that the kernel gave the scheduler
/// @param number where the kernel says it
record AttachedMark(Path file, Path number) {
    static AttachedMark ofMachine() {
        return new AttachedMark(Path.of("/run/ktstr/attached"), Path.of("/sys/kernel/sched_ext/enable_seq"));
    }

    void take(LogRecord record) {
        try {
            switch (record) {
                case LogRecord.SchedulerUp up
                when up.attached().pid() != 0 ->
                    Files.writeString(file, Files.exists(number) ? Files.readString(number) : "");
                case LogRecord.SchedulerEnded ended
                when ended.end().outcome() != SchedulerOutcome.STILL_ATTACHED -> Files.deleteIfExists(file);
                default -> {}
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
