// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.ktstr4j.scenario.plan.CgroupDef;
import org.ktstr4j.scenario.plan.CpusetSpec;
import org.ktstr4j.scenario.plan.Need;
import org.ktstr4j.scenario.plan.Scenario;
import org.ktstr4j.scenario.work.Compute;
import org.ktstr4j.scenario.work.WorkGroup;

/// Tests that return a scenario: what is said of them before anything boots.
class DeclaredScenarioTest {
    @Test
    void a_mistake_fails_the_test_with_the_author_s_line() {
        List<String> failures = Kit.failures(Kit.of(Wrong.class).execute());

        assertEquals(1, failures.size());
        assertTrue(
                failures.getFirst()
                        .startsWith("wrong: PlanException: plan @KtstrTest DeclaredScenarioTest.Wrong.wrong:"
                                + " scenario \"s\" step 1 cgroup \"a\": cpuset Llc[llc=7]:"
                                + " LLC 7: the machine has 0 to 0 (DeclaredScenarioTest.java:"),
                failures.getFirst());
    }

    @Test
    void a_scenario_that_throws_fails_the_test() {
        assertEquals(
                List.of("broken: PlanException: plan @KtstrTest DeclaredScenarioTest.Throwing.broken:"
                        + " its code throws java.lang.IllegalStateException: not today"),
                Kit.failures(Kit.of(Throwing.class).execute()));
    }

    @Test
    void a_machine_that_is_too_small_skips_the_test() {
        EngineExecutionResults results = Kit.of(TooSmall.class).execute();

        assertEquals(1, results.testEvents().skipped().count());
        assertEquals(0, results.testEvents().started().count());
    }

    static class Wrong {
        @KtstrTest(topology = "1n1l2c1t")
        Scenario wrong() {
            return Scenario.steady(
                    "s", CgroupDef.of("a", WorkGroup.of(new Compute.SpinWait())).withCpuset(new CpusetSpec.Llc(7)));
        }
    }

    static class Throwing {
        @KtstrTest
        Scenario broken() {
            throw new IllegalStateException("not today");
        }
    }

    static class TooSmall {
        @KtstrTest(topology = "1n1l2c1t")
        Scenario needsMore() {
            return Scenario.steady("s", CgroupDef.of("a", WorkGroup.of(new Compute.SpinWait())))
                    .withNeed(Need.cpus(64));
        }
    }
}
