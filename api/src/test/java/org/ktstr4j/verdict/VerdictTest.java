// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class VerdictTest {
    @Test
    void exit_codes_are_those_that_every_command_uses() {
        assertEquals(0, new Verdict.Judged(AssertResult.pass()).exitCode());
        assertEquals(0, new Verdict.Judged(AssertResult.skip("no sched_ext")).exitCode());
        assertEquals(1, new Verdict.Judged(AssertResult.fail("no")).exitCode());
        assertEquals(2, new Verdict.Judged(AssertResult.inconclusive("log full")).exitCode());
        assertEquals(69, new Verdict.CouldNotRun("boot", "the kernel panicked").exitCode());
        assertEquals(0, new Verdict.NotRun("not selected").exitCode());
    }

    @Test
    void each_verdict_has_a_word_for_tables() {
        assertEquals("passed", new Verdict.Judged(AssertResult.pass()).label());
        assertEquals("skipped", new Verdict.Judged(AssertResult.none()).label());
        assertEquals("failed", new Verdict.Judged(AssertResult.fail("no")).label());
        assertEquals("inconclusive", new Verdict.Judged(AssertResult.inconclusive("log full")).label());
        assertEquals("could not run", new Verdict.CouldNotRun("boot", "x").label());
        assertEquals("not run", new Verdict.NotRun("x").label());
    }
}
