// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class SchedulerTest {
    @Test
    void bad_declarations_are_refused() {
        assertEquals(
                "build scheduler: the name is \" \"; give a short label",
                refused(() -> Scheduler.program(" ", "scx_simple")));
        assertEquals(
                "build scheduler: the program is \"\"; give a name or a path",
                refused(() -> Scheduler.program("simple", "")));
        assertEquals(
                "build scheduler simple: argument 2 is empty; leave it out, or give it a value",
                refused(() -> Scheduler.builder("simple", "x").args("-f", "").build()));
        assertEquals(
                "build scheduler simple: ops name \"%s\" has 128 characters; the kernel takes 1 to 127"
                        .formatted("n".repeat(128)),
                refused(() -> Scheduler.builder("simple", "x")
                        .opsName("n".repeat(128))
                        .build()));
        assertEquals(
                "build scheduler simple: attach limit of 0 ns; give a time above 0",
                refused(() -> Scheduler.builder("simple", "x")
                        .attachLimit(Duration.ZERO)
                        .build()));
        assertEquals(
                "build scheduler: no write enables it; give at least one, such as \"echo 1 > /sys/…\"",
                refused(() -> new SchedulerSource.KernelBuiltin(List.of(), List.of())));
        assertEquals(
                "build scheduler: the class is \"\"; give the name of one with a main method",
                refused(() -> new SchedulerSource.JavaMain("")));
    }

    @Test
    void commands_are_writes() {
        assertEquals(new KernelWrite("1", "/sys/x"), KernelWrite.parse("echo 1 > /sys/x"));
        assertEquals(new KernelWrite("a b", "/sys/x"), KernelWrite.parse(" echo 'a b' >/sys/x "));
        assertEquals(
                "build scheduler: command \"modprobe x\" is not of the form \"echo VALUE > PATH\";"
                        + " the guest has no shell, only such writes are done",
                refused(() -> KernelWrite.parse("modprobe x")));
        assertEquals(
                "build scheduler: writes to \"x\", which is not an absolute path; give one",
                refused(() -> KernelWrite.parse("echo 1 > x")));
    }

    @Test
    void an_expectation_is_about_outcome_kind_and_text() {
        SchedulerEnd stalled = end(SchedulerOutcome.STALLED, ExitKind.ERROR_STALL, "sh[7] failed to run for 5 s");

        assertTrue(Expectation.ejection(ExitKind.ERROR_STALL, "failed to run").met(stalled));
        assertTrue(Expectation.of(SchedulerOutcome.STALLED, "").met(stalled));
        assertFalse(Expectation.ejection(ExitKind.ERROR_STALL, "other text").met(stalled));
        assertFalse(Expectation.ejection(ExitKind.ERROR, "").met(stalled));
        assertFalse(new Expectation(SchedulerOutcome.STALLED, ExitKind.SYSRQ, "").met(stalled));
    }

    @Test
    void without_an_expectation_only_a_stop_is_as_it_should_be() {
        for (SchedulerOutcome outcome : SchedulerOutcome.values()) {
            assertEquals(
                    outcome == SchedulerOutcome.STOPPED, end(outcome, null, "").asExpected(), outcome.label());
            assertEquals(outcome, SchedulerOutcome.of(outcome.label()));
        }
    }

    @Test
    void kinds_are_known_by_number_and_reason() {
        for (ExitKind kind : ExitKind.values()) {
            if (kind == ExitKind.OTHER) continue;
            assertEquals(kind, ExitKind.ofNumber(kind.number()));
            assertEquals(kind, ExitKind.ofReason(kind.reason()));
        }
        assertEquals(ExitKind.OTHER, ExitKind.ofReason("a reason of tomorrow"));
        assertEquals(ExitKind.OTHER, ExitKind.ofReason(""));
    }

    private static SchedulerEnd end(
            SchedulerOutcome outcome, @org.jspecify.annotations.Nullable ExitKind kind, String message) {
        return new SchedulerEnd("s", outcome, "", kind, message, "", "", -1, 0, List.of(), Map.of(), null);
    }

    private static String refused(Executable what) {
        return String.valueOf(assertThrows(IllegalArgumentException.class, what).getMessage());
    }
}
