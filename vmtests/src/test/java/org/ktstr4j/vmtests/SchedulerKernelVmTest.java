// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.vmtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.ktstr4j.host.kernel.Kernel;
import org.ktstr4j.host.plan.Settings;
import org.ktstr4j.junit.KtstrTest;
import org.ktstr4j.vmtests.fixture.KernelTreeSchedulers;
import org.ktstr4j.vmtests.fixture.Misbehaving;
import org.ktstr4j.vmtests.harness.BuiltSchedulers;
import org.ktstr4j.vmtests.harness.Guest;
import org.ktstr4j.vmtests.harness.Prerequisites;
import org.ktstr4j.vmtests.harness.Ran;
import org.ktstr4j.vmtests.harness.RequiresVm;

/// The kernel tree's example schedulers on two kernels that have sched_ext, and on one that has not.
@RequiresVm
@ExtendWith(BuiltSchedulers.class)
class SchedulerKernelVmTest {
    static final String OLDER = "debian:6.18";
    static final String WITHOUT = "debian:6.12";

    @Test
    void on_the_newest_kernel_all_come_to_their_true_outcome() {
        Ran ran = Guest.of(KernelTreeSchedulers.class, "onTheirOwnKernel").run();

        assertEquals("passed", ran.label(), ran::why);
        work(ran, List.of("simple", "cpu0", "central", "flatcg", "pair", "userland", "sdt"));
        assertEquals("rejected by the verifier", ran.said("qmap"));
        assertEquals(7, ran.sidecar().schedulers().size());
    }

    @Test
    void on_an_older_kernel_too() {
        Prerequisites.kernel(OLDER);
        Ran ran = Guest.of(KernelTreeSchedulers.class, "onAnOlderKernel")
                .with(Settings.KERNEL, OLDER)
                .run();

        assertEquals("passed", ran.label(), ran::why);
        work(ran, List.of("simple", "cpu0", "central", "flatcg", "pair", "userland"));
        assertEquals("rejected by the verifier", ran.said("sdt"));
        assertEquals("exited before it attached", ran.said("qmap"));
    }

    @Test
    void a_kernel_without_sched_ext_skips_and_says_why() {
        Kernel kernel = Prerequisites.kernel(WITHOUT);
        String reason =
                "scheduler simple needs sched_ext, and kernel %s does not have it: CONFIG_SCHED_CLASS_EXT is not set; use another with --kernel"
                        .formatted(kernel.release());
        Guest guest = Guest.of(KernelTreeSchedulers.class, "onTheirOwnKernel").with(Settings.KERNEL, WITHOUT);

        Ran skipped = guest.run();
        Ran failed = guest.with(Settings.NO_SKIP, "true").run();

        assertEquals("not run", skipped.label());
        assertEquals(reason, skipped.why());
        assertEquals("failed", failed.label());
        assertEquals(reason + "; that skips the test, but skipping was not allowed", failed.why());
    }

    @Test
    void there_every_test_with_a_scheduler_skips() {
        Prerequisites.kernel(WITHOUT);
        for (Method each : Misbehaving.class.getDeclaredMethods()) {
            if (!each.isAnnotationPresent(KtstrTest.class)) continue;
            Ran ran = Guest.of(Misbehaving.class, each.getName())
                    .with(Settings.KERNEL, WITHOUT)
                    .run();

            assertEquals("not run", ran.label(), each.getName());
            assertTrue(ran.why().contains("CONFIG_SCHED_CLASS_EXT is not set"), ran::why);
        }
    }

    private static void work(Ran ran, List<String> schedulers) {
        for (String each : schedulers) assertEquals(each + ", stopped", ran.said(each), each);
    }
}
