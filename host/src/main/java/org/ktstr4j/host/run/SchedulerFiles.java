// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.run;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.ktstr4j.record.History;
import org.ktstr4j.record.LogRecord;
import org.ktstr4j.scheduler.SchedulerEnd;
import org.ktstr4j.scheduler.evidence.KernelDump;

/// What schedulers left behind, as files for people: `scheduler-N.log` and `scheduler-N.dump` of the Nth start.
final class SchedulerFiles {
    private final RunDirectory directory;
    private final ByteArrayOutputStream text = new ByteArrayOutputStream();
    private int starts;

    private SchedulerFiles(RunDirectory directory) {
        this.directory = directory;
    }

    /// Writes them; a verdict shows only their most telling lines.
    static void write(RunDirectory directory, History history) {
        SchedulerFiles files = new SchedulerFiles(directory);
        for (History.Entry entry : history.records()) {
            switch (entry.record()) {
                case LogRecord.SchedulerStarted ignored -> files.began();
                case LogRecord.SchedulerText chunk -> files.text.writeBytes(chunk.bytes());
                case LogRecord.SchedulerEnded ended -> files.ended(ended.end());
                default -> {}
            }
        }
        files.log(); // of one that the guest did not outlive
    }

    private void began() {
        log();
        starts++;
    }

    private void ended(SchedulerEnd end) {
        log();
        if (!end.dump().isEmpty()) {
            directory.write("scheduler-" + starts + ".dump", KernelDump.decode(end.dump()) + "\n");
        }
    }

    private void log() {
        if (text.size() > 0) directory.write("scheduler-" + starts + ".log", text.toString(StandardCharsets.UTF_8));
        text.reset();
    }
}
