// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.examples;

import static org.ktstr4j.payload.Payloads.STRESS_NG;

import org.ktstr4j.junit.KtstrTest;
import org.ktstr4j.scenario.Ctx;
import org.ktstr4j.verdict.AssertResult;

/// A real program, judged by its exit code.
///
/// ```
/// $ ./ktstr test --classpath examples/target/classes --select Example02StressNg
///   passed         Example02StressNg.keepsTwoCpusBusy  14.5 s (boot 9.2 s, body 3.1 s of guest time)
///
/// Example02StressNg.keepsTwoCpusBusy
///   stress-ng  finished, exit code 0, 1445 ms
///     cpu.bogo-ops                             84 bogo-ops  higher is better
///     cpu.bogo-ops-per-second-usr-sys-time  41.351118 bogo-ops/s  higher is better
///     cpu.bogo-ops-per-second-real-time     80.096846 bogo-ops/s  higher is better
///     cpu.wall-clock-time                        1.04873 s
///     cpu.user-time                             1.872096 s
///     cpu.system-time                           0.159288 s
///     cpu.cpu-usage-per-instance               48.424837 %
///     cpu.max-rss                                 6372 KiB  lower is better
///     check passed        exit code = 0
/// ```
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
