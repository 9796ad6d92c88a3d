// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.bench;

import org.ktstr4j.junit.KtstrTest;
import org.ktstr4j.scenario.Ctx;

/// Bodies of one line: what a test costs before it does anything.
public class ColdStart {
    @KtstrTest(topology = "1n1l2c1t")
    void small(Ctx ctx) {
        System.out.println("first line");
    }

    @KtstrTest(topology = "1n2l4c1t")
    void large(Ctx ctx) {
        System.out.println("first line");
    }
}
