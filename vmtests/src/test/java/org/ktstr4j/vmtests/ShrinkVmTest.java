// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.vmtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ktstr4j.json.Json;
import org.ktstr4j.json.Node;
import org.ktstr4j.scenario.plan.Knob;
import org.ktstr4j.scenario.plan.Scenario;
import org.ktstr4j.vmtests.fixture.Shrinkable;
import org.ktstr4j.vmtests.harness.Cli;
import org.ktstr4j.vmtests.harness.RequiresVm;

/// Smaller and smaller tests, down to the part that makes them fail.
@RequiresVm
class ShrinkVmTest {
    @TempDir
    Path home;

    @Test
    void only_what_makes_it_fail_is_left_and_it_fails_again() {
        Cli cli = new Cli(home);
        assertEquals(
                1, cli.test(Shrinkable.class, "starvesOne", "--accel", "sim").code());

        Cli.Ended ended = shrink(cli, "Shrinkable.starvesOne");

        assertEquals(0, ended.code(), ended.out() + ended.err());
        Node found = Json.read("smallest", ended.out());
        Scenario smallest = Scenario.fromJson(found.get("scenario").json());
        assertEquals("1n1l1c1t", found.get("topology").string());
        assertEquals(1, smallest.steps().size());
        assertEquals(1, smallest.backdrop().size(), smallest::toJava);
        assertTrue(
                smallest.backdrop().getFirst().knobs().stream().anyMatch(Knob.CpuMax.class::isInstance),
                smallest::toJava);
        assertTrue(found.get("code").string().contains("Scenario smallest() {"), found::json);
        String run = found.get("run").string();
        Cli.Ended again = cli.start(
                        "replay", run, "--runs", home.resolve("again").toString())
                .end();
        assertEquals(1, again.code(), again.err());
        assertTrue(again.err().contains("the same run: digest "), again.err());
    }

    @Test
    void a_run_that_passed_has_nothing_to_be_made_smaller() {
        Cli cli = new Cli(home);
        assertEquals(0, cli.test(Shrinkable.class, "passes", "--accel", "sim").code());

        Cli.Ended ended = shrink(cli, "Shrinkable.passes");

        assertEquals(69, ended.code(), ended.err());
        assertTrue(ended.err().endsWith("Shrinkable.passes: the run passed; give one whose test failed\n"), ended::err);
    }

    private Cli.Ended shrink(Cli cli, String test) {
        return cli.start(
                        "shrink",
                        cli.run(test).toString(),
                        "--json",
                        "--tries",
                        "2",
                        "--runs",
                        home.resolve("smaller").toString())
                .end();
    }
}
