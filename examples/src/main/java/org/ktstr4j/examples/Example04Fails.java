// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.ktstr4j.junit.KtstrTest;
import org.ktstr4j.scenario.Ctx;

/// What a failure looks like.
///
/// ```
/// $ ./ktstr test --classpath examples/target/classes --select Example04Fails
///   failed         Example04Fails.expectsFourCpusOfTwo  10.1 s (boot 7.5 s, body 0.2 s of guest time)
///     CPUs of a guest declared as 1n1l2c1t ==> expected: <4> but was: <2>
///     at org.ktstr4j.examples.Example04Fails.expectsFourCpusOfTwo(Example04Fails.java:27)
///     run directory: …/target/ktstr/20261122-030127/Example04Fails.expectsFourCpusOfTwo
/// ```
public class Example04Fails {
    /// Made in the guest.
    public Example04Fails() {}

    /// Fails: an assertion of the guest arrives on the host with its line and both values.
    ///
    /// @param ctx the guest
    @KtstrTest
    public void expectsFourCpusOfTwo(Ctx ctx) {
        assertEquals(4, Runtime.getRuntime().availableProcessors(), "CPUs of a guest declared as " + ctx.topology());
    }
}
