// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.vm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.ktstr4j.host.vm.KvmCanary.Decision;
import org.ktstr4j.plan.PlanException;

class AcceleratorTest {
    @Test
    void names_are_parsed_in_any_case() {
        assertEquals(Accelerator.SIM, Accelerator.parse("sim"));
        assertEquals(Accelerator.KVM, Accelerator.parse("KVM"));
    }

    @Test
    void another_name_is_refused_with_those_there_are() {
        var e = assertThrows(PlanException.class, () -> Accelerator.parse("xen"));

        assertEquals("accelerator \"xen\": there is no such; use one of kvm, sim, single, tcg", e.getMessage());
    }

    @Test
    void a_forced_one_asks_no_canary() {
        AcceleratorChoice choice = AcceleratorChoice.of(Optional.of(Accelerator.TCG), () -> {
            throw new AssertionError("asked");
        });

        assertEquals(new AcceleratorChoice(Accelerator.TCG, "asked for"), choice);
    }

    @Test
    void the_canary_decides_otherwise() {
        assertEquals(
                new AcceleratorChoice(Accelerator.KVM, "it sang"),
                AcceleratorChoice.of(Optional.empty(), () -> new Decision(true, "it sang")));
        assertEquals(
                new AcceleratorChoice(Accelerator.SIM, "no KVM: silence"),
                AcceleratorChoice.of(Optional.empty(), () -> new Decision(false, "silence")));
    }
}
