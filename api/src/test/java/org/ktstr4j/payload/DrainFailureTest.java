// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.payload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/// What happens when a program's end or its output cannot be learned: errors that name it, lose nothing that was
/// captured, and leave a record.
class DrainFailureTest {
    private static final Payload SH =
            Payload.builder("sh", "sh").output(OutputFormat.JSON).build();

    private final List<PayloadRecord> records = new ArrayList<>();

    @Test
    void a_drain_that_fails_after_a_time_out_is_an_error_with_the_output_so_far() {
        Scripted process = new Scripted(Scripted.failing("{\"a\":1}"), InputStream.nullInputStream());
        PayloadException broken = assertThrows(
                PayloadException.class,
                () -> sh(process).timeout(Duration.ofMillis(50)).run());

        assertEquals(PayloadException.Kind.DRAIN, broken.kind());
        assertEquals(
                "payload sh: drain after timeout of 50 ms: stdout could not be read to its end: Input/output error;"
                        + " what was captured before is attached",
                broken.getMessage());
        assertInstanceOf(IOException.class, broken.getCause());
        assertEquals("{\"a\":1}", broken.partial().orElseThrow().stdout().text());
        assertTrue(process.closed());
        assertEquals(PayloadState.ABANDONED, records.getFirst().state());
        assertEquals(1, records.getFirst().metrics().value("a"));
    }

    @Test
    void a_stream_that_is_held_open_after_a_time_out_is_an_error_too() {
        Scripted process = new Scripted(InputStream.nullInputStream(), Scripted.held("err"));
        PayloadException broken = assertThrows(
                PayloadException.class, () -> sh(process).timeout(Duration.ZERO).run());

        assertEquals(
                "payload sh: drain after timeout of 0 s: stderr was still held open 200 ms after the program's end; what was"
                        + " captured before is attached",
                broken.getMessage());
        assertEquals("err", broken.partial().orElseThrow().stderr().text());
    }

    @Test
    void a_stream_that_is_held_open_after_an_ordinary_end_is_only_noted() {
        Scripted process = new Scripted(Scripted.held("{\"a\":1}"), InputStream.nullInputStream()).exit(0);
        PayloadResult result = sh(process).run();

        assertEquals(1, result.metrics().value("a"));
        assertEquals(
                List.of("stdout was still held open 200 ms after the program's end; what came until then was kept"),
                result.metrics().notices());
        assertEquals(PayloadState.FINISHED, records.getFirst().state());
    }

    @Test
    void a_stream_that_fails_after_an_ordinary_end_is_an_error() {
        Scripted process = new Scripted(Scripted.failing("x"), InputStream.nullInputStream()).exit(0);
        PayloadException broken =
                assertThrows(PayloadException.class, () -> sh(process).run());

        assertEquals(PayloadException.Kind.WAIT, broken.kind());
        assertEquals("payload sh: stdout could not be read to its end: Input/output error", broken.getMessage());
    }

    @Test
    void a_program_that_survives_sigkill_is_an_error() {
        Scripted process = Scripted.printing("").immortal();
        PayloadException broken = assertThrows(
                PayloadException.class, () -> sh(process).timeout(Duration.ZERO).run());

        assertEquals(
                "payload sh: waiting for its end failed: it did not end within 200 ms of SIGKILL; it hangs in the kernel",
                broken.getMessage());
        assertEquals(
                List.of(
                        "waiting for its end failed: it did not end within 200 ms of SIGKILL; it hangs in the kernel",
                        "how it ended is not known: it did not end within 200 ms of SIGKILL; it hangs in the kernel"),
                records.getFirst().metrics().notices());
        assertTrue(process.closed());
    }

    @Test
    void a_program_that_ended_just_before_the_kill_keeps_its_code() {
        Scripted process = Scripted.printing("").immortal();
        Thread.ofPlatform().start(() -> {
            LockSupport.parkNanos(50_000_000);
            process.exit(7);
        });
        PayloadResult result = new PayloadDoors(spec -> process, records::add, "/cgroup")
                .payload(SH)
                .timeout(Duration.ZERO)
                .run();

        assertEquals(7, result.metrics().exitCode());
        assertEquals(PayloadState.FINISHED, records.getFirst().state());
    }

    private PayloadRun sh(Scripted process) {
        return new PayloadDoors(spec -> process, records::add, "/cgroup", List.of("java"), 200_000_000L).payload(SH);
    }
}
