// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.ktstr4j.scenario.plan.CgroupDef;
import org.ktstr4j.scenario.plan.CpusetSpec;
import org.ktstr4j.scenario.plan.Scenario;
import org.ktstr4j.scenario.work.Compute;
import org.ktstr4j.scenario.work.WorkGroup;
import org.ktstr4j.topology.Topology;

/// What an author of scenarios sees, from outside of their packages.
class AuthorTest {
    @Test
    void a_mistake_is_shown_with_the_author_s_line() {
        CgroupDef wrong = CgroupDef.of("a", WorkGroup.of(new Compute.SpinWait()));
        int line = new Throwable().getStackTrace()[0].getLineNumber() - 1;

        List<String> problems =
                Scenario.steady("s", wrong.withCpuset(new CpusetSpec.Llc(2))).problems(Topology.parse("1n1l2c1t"));

        assertEquals(
                List.of("scenario \"s\" step 1 cgroup \"a\": cpuset Llc[llc=2]: LLC 2: the machine has 0 to 0"
                        + " (AuthorTest.java:" + line + ")"),
                problems);
    }

    @Test
    void equal_scenarios_of_different_lines_are_equal() {
        Scenario one = Scenario.steady("s", CgroupDef.of("a", WorkGroup.of(new Compute.SpinWait())));
        Scenario other = Scenario.steady("s", CgroupDef.of("a", WorkGroup.of(new Compute.SpinWait())));

        assertEquals(one, other);
        assertEquals(one.hashCode(), other.hashCode());
    }
}
