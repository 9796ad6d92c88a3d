// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.shrink;

import java.util.List;
import java.util.stream.Collectors;
import org.ktstr4j.plan.Order;
import org.ktstr4j.scenario.plan.Scenario;
import org.ktstr4j.scheduler.Scheduler;
import org.ktstr4j.scheduler.SchedulerSource;

/// A test as its author would have written it.
public final class TestCode {
    private TestCode() {}

    /// {@return a method that is the test}
    ///
    /// @param order what the agent was told: the scheduler
    /// @param size machine and scenario
    /// @param seed with which it fails
    public static String of(Order order, Size size, long seed) {
        StringBuilder code = new StringBuilder("@KtstrTest(topology = \"")
                .append(size.topology().format())
                .append('"');
        if (seed != 0) code.append(", seed = ").append(seed);
        Scheduler scheduler = order.schedulers().first();
        if (scheduler != null) code.append(scheduler(scheduler));
        code.append(")\n");
        Scenario scenario = size.scenario();
        if (scenario == null) {
            return code.append("// the body as it is: ")
                    .append(order.test().display())
                    .append('\n')
                    .toString();
        }
        return code.append("Scenario smallest() {\n    return ")
                .append(scenario.toJava())
                .append(";\n}\n")
                .toString();
    }

    // A constant may say more than fits here: its name leads to it.
    private static String scheduler(Scheduler scheduler) {
        if (!(scheduler.source() instanceof SchedulerSource.Program(String exe))) {
            return ", scheduler = /* the constant of scheduler */ " + quoted(scheduler.name());
        }
        List<String> args = scheduler.args();
        return ", scheduler = "
                + quoted(exe.substring(exe.lastIndexOf('/') + 1))
                + (args.isEmpty()
                        ? ""
                        : args.stream()
                                .map(TestCode::quoted)
                                .collect(Collectors.joining(", ", ", schedulerArgs = {", "}")));
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }
}
