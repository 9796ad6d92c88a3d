// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.vmtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.ktstr4j.examples.Example05Payloads;
import org.ktstr4j.examples.Example07Misbehaves;
import org.ktstr4j.payload.PayloadRecord;
import org.ktstr4j.payload.PayloadState;
import org.ktstr4j.vmtests.fixture.Payloads;
import org.ktstr4j.vmtests.harness.Guest;
import org.ktstr4j.vmtests.harness.Ran;
import org.ktstr4j.vmtests.harness.RequiresVm;

/// The contract of payloads in a guest, and what is left of them.
@RequiresVm
class PayloadVmTest {
    @Test
    void every_rule_of_the_contract_holds() {
        Ran ran = Guest.of(Payloads.class, "keepTheirContract").run();

        assertEquals("passed", ran.label(), ran::why);
        double rows = ran.judged().statistics().getOrDefault("total_rows", 0.0);
        assertTrue(rows >= 45, "only " + rows + " rows");
    }

    @Test
    void thousands_of_calls_leave_nothing_behind_and_lose_no_record() {
        Ran ran = Guest.of(Payloads.class, "leaveNothingBehind").run();

        assertEquals("passed", ran.label(), ran::why);
        Map<String, Integer> kinds = new TreeMap<>();
        List<Integer> numbers = new ArrayList<>();
        for (PayloadRecord record : ran.payloads()) {
            assertEquals(List.of(), record.metrics().notices());
            numbers.add(record.metrics().index());
            kinds.merge(
                    "%s %s %d"
                            .formatted(
                                    record.payload(),
                                    record.state(),
                                    record.metrics().exitCode()),
                    1,
                    Integer::sum);
        }
        assertEquals(
                Map.of(
                        "true " + PayloadState.FINISHED + " 0",
                        Payloads.COUNT + Payloads.WARM_UP,
                        "sleep " + PayloadState.KILLED + " -1",
                        Payloads.COUNT),
                kinds);
        int all = 2 * Payloads.COUNT + Payloads.WARM_UP;
        assertEquals(IntStream.range(0, all).boxed().toList(), numbers);
    }

    @Test
    void the_rules_as_the_demonstration_shows_them() {
        Ran ran = Guest.of(Example05Payloads.class, "followEachRule").run();

        assertEquals("passed", ran.label(), ran::why);
        assertEquals(
                List.of(PayloadState.FINISHED, PayloadState.KILLED, PayloadState.KILLED, PayloadState.ABANDONED),
                ran.payloads().subList(ran.payloads().size() - 4, ran.payloads().size()).stream()
                        .map(PayloadRecord::state)
                        .toList());
    }

    @Test
    void a_program_that_does_its_worst_leaves_results_and_records() {
        Ran ran = Guest.of(Example07Misbehaves.class, "doesItsWorst").run();

        assertEquals("passed", ran.label(), ran::why);
        PayloadRecord flood = ran.payloads().getFirst();
        assertTrue(flood.stdout().written() >= 200 << 20, flood::toJson);
        assertEquals(16 << 20, flood.stdout().kept());
        PayloadRecord tree = ran.payloads().get(2);
        assertEquals(PayloadState.TIMED_OUT, tree.state());
        PayloadRecord left = ran.payloads().get(3);
        assertEquals(1, left.survivors());
        PayloadRecord daemon = ran.payloads().get(4);
        assertEquals(1, daemon.escapees());
    }
}
