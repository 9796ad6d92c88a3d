// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.ktstr4j.scenario.plan.CgroupDef;
import org.ktstr4j.scenario.plan.CpusetSpec;
import org.ktstr4j.scenario.plan.Hold;
import org.ktstr4j.scenario.plan.Need;
import org.ktstr4j.scenario.plan.Op;
import org.ktstr4j.scenario.plan.Scenario;
import org.ktstr4j.scenario.plan.Step;
import org.ktstr4j.scenario.work.Compute;
import org.ktstr4j.scenario.work.WorkGroup;
import org.ktstr4j.scheduler.Scheduler;

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
    void a_scheduler_that_does_not_travel_along_is_refused() {
        assertEquals(
                List.of("unread: PlanException: plan @KtstrTest DeclaredScenarioTest.Unread.unread:"
                        + " its operations name the schedulers [mine], the method reads the constants [other];"
                        + " read one of each name, so that its program travels along"),
                Kit.failures(Kit.of(Unread.class).execute()));
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

    static class Unread {
        static final Scheduler OTHER = Scheduler.program("other", "scx_other");

        @KtstrTest
        Scenario unread() {
            return Scenario.of(
                            "s",
                            Step.ops(Hold.full(), Op.attach(OTHER)),
                            Step.ops(Hold.full(), new Op.Scheduler(Op.Action.REPLACE, "mine")))
                    .withBackdrop(CgroupDef.of("a", WorkGroup.of(new Compute.SpinWait())));
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
