// SPDX-License-Identifier: Apache-2.0
package com.example;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.ktstr4j.junit.KtstrTest;
import org.ktstr4j.scenario.Ctx;

class SchedulerTest {
    @KtstrTest(topology = "1n1l2c1t")
    void runsInTheGuest(Ctx ctx) {
        System.out.println("Java " + Runtime.version().feature() + " as process " + ProcessHandle.current().pid()
                + " sees " + ctx.topology());
        assertEquals(2, Runtime.getRuntime().availableProcessors());
    }
}
