// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.shrink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.ktstr4j.verdict.AssertResult;
import org.ktstr4j.verdict.DetailKind;
import org.ktstr4j.verdict.Verdict;

class FailureKindTest {
    private static Verdict failed(DetailKind kind, String message) {
        return new Verdict.Judged(AssertResult.fail(kind, message));
    }

    private static FailureKind kind(Verdict verdict) {
        return FailureKind.of(verdict).orElseThrow();
    }

    @Test
    void numbers_and_names_do_not_count() {
        FailureKind kind = kind(failed(DetailKind.OTHER, "share of \"a\": expected ≤ 60 %, was 93.5 %\nmore"));

        assertEquals("share of …: expected ≤ N %, was N %", kind.text());
        assertTrue(kind.in(failed(DetailKind.OTHER, "share of \"b\": expected ≤ 5 %, was 7 %")));
        assertFalse(kind.in(failed(DetailKind.OTHER, "java.lang.IllegalStateException: no scheduler")));
    }

    @Test
    void a_finding_with_a_kind_of_its_own_is_known_by_it() {
        FailureKind kind = kind(failed(DetailKind.MIGRATION, "any text"));

        assertTrue(kind.in(failed(DetailKind.MIGRATION, "another text")));
        assertFalse(kind.in(failed(DetailKind.STARVED, "any text")));
    }

    @Test
    void what_happened_to_a_scheduler_is_known_without_the_task_it_happened_with() {
        FailureKind kind = kind(failed(
                DetailKind.SCHEDULER_DIED,
                "scheduler x: stalled: runnable task stall: dash[119] failed to run for 2.844s"));

        assertTrue(kind.in(failed(
                DetailKind.SCHEDULER_DIED, "scheduler x: stalled: runnable task stall: kt[7] failed to run for 0.3s")));
        assertFalse(kind.in(failed(DetailKind.SCHEDULER_DIED, "scheduler x: died: exit code 3")));
    }

    @Test
    void it_is_enough_that_one_of_many_findings_is_the_same() {
        AssertResult two =
                AssertResult.fail(DetailKind.STARVED, "a").merge(AssertResult.fail(DetailKind.MIGRATION, "b"));

        assertTrue(kind(failed(DetailKind.MIGRATION, "c")).in(new Verdict.Judged(two)));
    }

    @Test
    void a_run_that_did_not_fail_has_none() {
        assertEquals(Optional.empty(), FailureKind.of(new Verdict.Judged(AssertResult.pass())));
        assertEquals(Optional.empty(), FailureKind.of(new Verdict.CouldNotRun("boot", "no memory")));
    }
}
