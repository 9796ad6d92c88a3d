// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.vmtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.ktstr4j.vmtests.RunFiles.assertClean;
import static org.ktstr4j.vmtests.RunFiles.assertRefused;
import static org.ktstr4j.vmtests.RunFiles.results;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.ktstr4j.host.run.bare.BareMachine;
import org.ktstr4j.vmtests.fixture.Exported;
import org.ktstr4j.vmtests.harness.BuiltSchedulers;
import org.ktstr4j.vmtests.harness.Prerequisites;
import org.ktstr4j.vmtests.harness.RequiresVm;

/// `.run` files on a machine whose kernel has no sched_ext.
@RequiresVm
@ExtendWith(BuiltSchedulers.class)
class ExportOldKernelVmTest {
    private static final String WITHOUT = "debian:6.12";

    @Test
    void what_needs_sched_ext_says_so_and_the_rest_runs() throws IOException {
        RunFiles files = RunFiles.in("export-old-kernel");
        BareMachine machine = files.machine(WITHOUT, "1n1l2c1t", Exported.class, List.of("passes"))
                .file("/bare/attaches.run", files.export("ExportedSchedulers.attaches", "attaches.run"), 0755)
                .file("/bare/isBuiltin.run", files.export("ExportedSchedulers.isBuiltin", "isBuiltin.run"), 0755);

        BareMachine.Steps steps = machine.step("with", "$BARE/attaches.run")
                .step("without", "$BARE/passes.run --results results")
                .step("builtin", "$BARE/isBuiltin.run --results results")
                .run();

        String release = Prerequisites.kernel(WITHOUT).release();
        assertRefused(
                steps,
                "with",
                "attaches.run: kernel " + release + " has no sched_ext, which scheduler simple needs:"
                        + " boot a kernel with CONFIG_SCHED_CLASS_EXT=y\nstage: prerequisites");
        assertClean(steps, "without", 0);
        assertEquals("passed", results(steps, "without").verdict().label());
        assertClean(steps, "builtin", 0);
        assertEquals("passed", results(steps, "builtin").verdict().label());
    }
}
