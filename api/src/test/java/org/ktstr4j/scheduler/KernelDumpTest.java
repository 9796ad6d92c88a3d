// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.ktstr4j.scheduler.evidence.KernelDump;

/// Lines as Linux 7.3 writes them.
class KernelDumpTest {
    @Test
    void an_exit_kind_has_its_reason() {
        assertEquals(
                "dash[117] triggered exit kind 1026 (runnable task stall) on CPU 1:",
                KernelDump.decode("dash[117] triggered exit kind 1026 on CPU 1:"));
        assertEquals("x triggered exit kind 4711:", KernelDump.decode("x triggered exit kind 4711:"));
    }

    @Test
    void a_task_is_explained() {
        assertEquals("""
                scx_state/flags=4/0xd (queued, reset runnable_at, dequeued for sleep) dsq_flags=0x0 ops_state/qseq=2 (queued)/4
                sticky/holding_cpu=-1/-1 dsq_id=0x8000000000000002 (local queue)
                cpus=f0 (CPU 4-7) no_mig=0""", KernelDump.decode("""
                        scx_state/flags=4/0xd dsq_flags=0x0 ops_state/qseq=2/4
                        sticky/holding_cpu=-1/-1 dsq_id=0x8000000000000002
                        cpus=f0 no_mig=0"""));
    }

    @Test
    void queues_have_names() {
        assertEquals("", KernelDump.dsq(7));
        assertEquals("no queue", KernelDump.dsq(0x8000_0000_0000_0000L));
        assertEquals("global queue", KernelDump.dsq(0x8000_0000_0000_0001L));
        assertEquals("bypass queue", KernelDump.dsq(0x8000_0000_0000_0003L));
        assertEquals("local queue of CPU 5", KernelDump.dsq(0xc000_0000_0000_0005L));
        assertEquals("unknown queue of the kernel", KernelDump.dsq(0x8000_0000_0000_0099L));
    }

    @Test
    void masks_of_many_cpus_become_ranges() {
        assertEquals("none", KernelDump.cpus("0"));
        assertEquals("CPU 0-31,33", KernelDump.cpus("2,ffffffff"));
        assertEquals("CPU 63", KernelDump.cpus("80000000,00000000"));
        assertEquals("  cpus_to_kick   : 5 (CPU 0,2)", KernelDump.decode("  cpus_to_kick   : 5"));
    }

    @Test
    void what_is_not_understood_stays() {
        assertEquals("CPU 0: nr_run=1 flags=0x1", KernelDump.decode("CPU 0: nr_run=1 flags=0x1"));
    }
}
