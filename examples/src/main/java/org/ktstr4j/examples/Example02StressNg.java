// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.examples;

import static org.ktstr4j.payload.Payloads.STRESS_NG;

import org.ktstr4j.junit.KtstrTest;
import org.ktstr4j.scenario.Ctx;
import org.ktstr4j.verdict.AssertResult;

/// A real program, judged by its exit code.
public class Example02StressNg {
    /// Made in the guest.
    public Example02StressNg() {}

    /// Two CPUs kept busy by four workers. The constant brings the program, its libraries, and the check that it
    /// exits with 0.
    ///
    /// @param ctx the guest
    /// @return what the exit code says
    @KtstrTest
    public AssertResult keepsTwoCpusBusy(Ctx ctx) {
        return ctx.payload(STRESS_NG).args("--cpu", "4", "--timeout", "1").run().verdict();
    }
}
