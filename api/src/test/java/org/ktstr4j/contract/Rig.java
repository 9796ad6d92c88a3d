// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.ktstr4j.payload.OutputFormat;
import org.ktstr4j.payload.Payload;
import org.ktstr4j.payload.PayloadDoors;
import org.ktstr4j.payload.PayloadRecord;
import org.ktstr4j.payload.PayloadRun;
import org.ktstr4j.payload.Recorder;
import org.ktstr4j.payload.launch.Launcher;

/// One body's worth of payloads: its doors, and what came out of them.
final class Rig implements AutoCloseable, Recorder {
    static final Payload SH = Payload.builder("sh", "/bin/sh")
            .args("-c")
            .output(OutputFormat.JSON)
            .build();

    private final KtHost host;
    private final List<PayloadRecord> records = new CopyOnWriteArrayList<>();
    private final List<String> warnings = new CopyOnWriteArrayList<>();
    private final PayloadDoors doors;

    Rig(KtHost host) {
        this(host, host.launcher());
    }

    Rig(KtHost host, Launcher launcher) {
        this.host = host;
        this.doors = new PayloadDoors(launcher, this, host.cgroupParent());
    }

    KtHost host() {
        return host;
    }

    PayloadDoors doors() {
        return doors;
    }

    PayloadRun payload(Payload payload) {
        return doors.payload(payload);
    }

    /// {@return a run of a shell script}
    PayloadRun sh(String script) {
        return doors.payload(SH).arg(script);
    }

    List<PayloadRecord> records() {
        return records;
    }

    /// {@return the only record}
    PayloadRecord record() {
        assertEquals(1, records.size());
        return records.getFirst();
    }

    List<String> warnings() {
        return warnings;
    }

    /// {@return whether a process runs, zombies left out}
    static boolean runs(long pid) throws IOException {
        Path stat = Path.of("/proc", Long.toString(pid), "stat");
        if (!Files.exists(stat)) {
            return false;
        }
        try {
            String text = Files.readString(stat);
            char state = text.charAt(text.lastIndexOf(')') + 2);
            return state != 'Z' && state != 'X';
        } catch (java.nio.file.NoSuchFileException e) {
            return false;
        }
    }

    /// Gives a killed process a moment to be gone.
    static void assertGone(long pid) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + 5_000_000_000L;
        while (runs(pid) && System.nanoTime() < deadline) {
            Thread.sleep(1);
        }
        assertFalse(runs(pid), "process " + pid + " still runs");
    }

    @Override
    public void record(PayloadRecord record) {
        records.add(record);
    }

    @Override
    public void warn(String message) {
        warnings.add(message);
    }

    @Override
    public void close() {
        doors.close();
    }
}
