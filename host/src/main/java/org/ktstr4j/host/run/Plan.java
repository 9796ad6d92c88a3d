// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.run;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ktstr4j.host.image.TestLayer;
import org.ktstr4j.host.vm.VmSpec;
import org.ktstr4j.json.Json;
import org.ktstr4j.plan.PlanException;
import org.ktstr4j.plan.TestId;

/// Everything about a run, resolved and validated; nothing has been started yet.
///
/// @param test class and method
/// @param vm the machine to boot
/// @param kernelRelease of the kernel in it
/// @param layer what travels with the test
/// @param classPath where the layer's classes came from, for people
/// @param timeout guest time allowed to the body
/// @param hostLimit wall time after which the host gives up on the guest
/// @param seed the run's seed
record Plan(
        TestId test,
        VmSpec vm,
        String kernelRelease,
        TestLayer.Packed layer,
        List<Path> classPath,
        Duration timeout,
        Duration hostLimit,
        long seed) {
    /// {@return the machine in a few words, for progress}
    String machineText() {
        return "%s, %s, %s"
                .formatted(kernelRelease, vm.topology(), vm.accelerator().label());
    }

    /// {@return the machine in words, as reports show it}
    Map<String, String> machine() {
        Map<String, String> machine = new LinkedHashMap<>();
        machine.put("kernel", kernelRelease);
        machine.put("topology", vm.topology().toString());
        machine.put("memoryMib", Integer.toString(vm.memoryMib()));
        machine.put("accel", vm.accelerator().label());
        machine.put("qemu", vm.qemu().version().toString());
        return machine;
    }

    /// Writes the layer's archive.
    ///
    /// @return its CRC-32
    int writeLayer(OutputStream out) {
        try {
            return layer.write(out);
        } catch (IOException e) {
            throw new PlanException(
                    "pack the test layer of %s: %s; a file changed while it was read, run again"
                            .formatted(test.display(), e),
                    e);
        }
    }

    /// {@return the plan as `plan.json` of the run directory}
    String toJson() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("class", test.className());
        json.put("method", test.methodName());
        json.put("machine", machine());
        json.put("kernelImage", vm.kernel().toString());
        json.put("initrd", vm.initrd().toString());
        json.put("kernelCommandLine", vm.commandLine());
        json.put("windowBytes", vm.windowBytes());
        json.put("layerBytes", layer.length());
        json.put("classPath", classPath.stream().map(Path::toString).toList());
        json.put("timeoutNs", timeout.toNanos());
        json.put("hostLimitNs", hostLimit.toNanos());
        json.put("seed", seed);
        return Json.text(json);
    }
}
