// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.vmtests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.ktstr4j.vmtests.fixture.BadConstructor;
import org.ktstr4j.vmtests.fixture.BadInitializer;
import org.ktstr4j.vmtests.fixture.Outcomes;
import org.ktstr4j.vmtests.harness.Guest;
import org.ktstr4j.vmtests.harness.Ran;
import org.ktstr4j.vmtests.harness.RequiresVm;

/// x
@RequiresVm
class OutcomeVmTest {
    @Test
    void all() {
        for (String each : List.of("passes", "fails", "cannotTell", "skips", "assertionFails", "throwsWithCause",
                "assumptionFails", "exits", "neverEnds", "runsOutOfMemory", "overflowsItsStack", "returnsAnInt")) {
            show(each, Guest.of(Outcomes.class, each).run());
        }
        show("init", Guest.of(BadInitializer.class, "isNeverReached").run());
        show("ctor", Guest.of(BadConstructor.class, "isNeverReached").run());
        Ran much = Guest.of(Outcomes.class, "printsALot").run();
        System.out.println(much.label() + " " + much.out().length() + " " + much.err());
    }

    static void show(String what, Ran ran) {
        System.out.println("=====" + what + " " + ran.status() + " " + ran.label() + " " + ran.sidecar().timesNs() + " " + ran.sidecar().ending());
        System.out.println("out: " + ran.out() + "\nerr: " + ran.err());
        System.out.println("thrown: " + ran.thrown());
        if (ran.thrown() != null) {
            java.io.StringWriter w = new java.io.StringWriter();
            ran.thrown().printStackTrace(new java.io.PrintWriter(w));
            System.out.println(w.toString().lines().limit(30).toList());
        }
        assertEquals(1, 1);
    }
}
