// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ktstr4j.host.kernel.BzImage;
import org.ktstr4j.host.kernel.Kernel;
import org.ktstr4j.host.plan.Declaration;
import org.ktstr4j.host.plan.SchedulerChoice;
import org.ktstr4j.host.plan.Seeds;
import org.ktstr4j.host.vm.Accelerator;
import org.ktstr4j.scheduler.Scheduler;

class SchedulerPlanTest {
    private static final String ENOUGH =
            "CONFIG_SCHED_CLASS_EXT=y\nCONFIG_BPF_SYSCALL=y\nCONFIG_BPF_JIT=y\nCONFIG_DEBUG_INFO_BTF=y\n";

    static final Scheduler QUICK = Scheduler.builder("quick", "scx_quick")
            .attachLimit(Duration.ofSeconds(2))
            .build();

    @TempDir
    private Path directory;

    @Test
    void a_kernel_without_an_option_is_named_with_it() throws Exception {
        assertEquals(Optional.empty(), unmet(ENOUGH));
        assertEquals(
                Optional.of("scheduler quick needs sched_ext, and kernel 6.18.0 does not have it:"
                        + " CONFIG_SCHED_CLASS_EXT is not set; use another with --kernel"),
                unmet(ENOUGH.replace("CONFIG_SCHED_CLASS_EXT=y\n", "")));
        assertEquals(
                Optional.of("scheduler quick needs sched_ext, and kernel 6.18.0 does not have it:"
                        + " CONFIG_DEBUG_INFO_BTF is not set; use another with --kernel"),
                unmet(ENOUGH.replace("CONFIG_DEBUG_INFO_BTF=y\n", "")));
    }

    @Test
    void limits_scale_with_the_accelerator() throws Exception {
        assertEquals(Duration.ofSeconds(2), plan().allowance(Accelerator.KVM));
        assertEquals(Duration.ofSeconds(8), plan().allowance(Accelerator.SINGLE));
        assertEquals(Duration.ofSeconds(32), plan().allowance(Accelerator.SIM));
    }

    private Optional<String> unmet(String config) throws Exception {
        SchedulerPlan plan = plan();
        return plan.unmet(kernel(config), plan.topology());
    }

    private static SchedulerPlan plan() throws NoSuchMethodException {
        return SchedulerPlan.of(
                new Declaration(
                        SchedulerPlanTest.class,
                        SchedulerPlanTest.class.getDeclaredMethod("body"),
                        "1n1l2c1t",
                        0,
                        60,
                        List.of(),
                        List.of(),
                        Seeds.of(0),
                        new SchedulerChoice("QUICK", List.of(), null)),
                "");
    }

    private Kernel kernel(String config) throws IOException {
        Path file = Files.writeString(directory.resolve("config"), config);
        BzImage header = new BzImage(0x20f, "6.18.0 (x@y) #1", 0, 0, new BzImage.Range(0, 0));
        return new Kernel(directory.resolve("bzImage"), Optional.of(file), header, "made up");
    }

    @SuppressWarnings("unused") // found by name
    void body() {}
}
