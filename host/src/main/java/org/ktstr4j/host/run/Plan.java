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
import org.ktstr4j.host.vm.VmSpec;
import org.ktstr4j.json.Json;
import org.ktstr4j.plan.PlanException;
import org.ktstr4j.plan.TestId;

/// Everything about a run, resolved and validated; nothing has been started yet.
///
/// @param test class and method
/// @param vm the machine to boot
/// @param contents what the files that it boots from hold
/// @param kernelRelease of the kernel in it
/// @param layer what travels with the test
/// @param classPath where the layer's classes came from, for people
/// @param timeout guest time allowed to the body
/// @param hostLimit wall time after which the host gives up on the guest
/// @param seed the run's seed
record Plan(
        TestId test,
        VmSpec vm,
        Contents contents,
        String kernelRelease,
        Layer layer,
        List<Path> classPath,
        Duration timeout,
        Duration hostLimit,
        long seed) {
    /// Name of the file in a run directory.
    static final String FILE = "plan.json";

    /// What files hold, by SHA-256.
    ///
    /// @param qemu the program, or a script around it
    record Contents(String qemu, String kernel, String initrd) {}

    /// {@return all that a guest depends on at the point where it waits for its order: the test is not part of it}
    Map<String, String> identity() {
        Map<String, String> identity = new LinkedHashMap<>();
        identity.put("release", kernelRelease);
        identity.put("topology", vm.topology().toString());
        identity.put("memoryMib", Integer.toString(vm.memoryMib()));
        identity.put("accel", vm.accelerator().label());
        identity.put("qemu", vm.qemu().version().full());
        identity.put("machine", vm.machine());
        identity.put("program", contents.qemu());
        identity.put("kernel", contents.kernel());
        identity.put("initrd", contents.initrd());
        return identity;
    }

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

    /// {@return length of the layer's archive}
    long layerBytes() {
        try {
            return layer.length();
        } catch (IOException e) {
            throw new PlanException("measure the test layer of %s: %s".formatted(test.display(), e), e);
        }
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
        json.put("qemu", vm.qemu().version().full());
        json.put("kernelImage", vm.kernel().toString());
        json.put("kernelSha256", contents.kernel());
        json.put("initrd", vm.initrd().toString());
        json.put("initrdSha256", contents.initrd());
        json.put("kernelArguments", vm.kernelArguments());
        json.put("kernelCommandLine", vm.commandLine());
        json.put("windowBytes", vm.windowBytes());
        json.put("layerBytes", layerBytes());
        json.put("classPath", classPath.stream().map(Path::toString).toList());
        json.put("timeoutNs", timeout.toNanos());
        json.put("hostLimitNs", hostLimit.toNanos());
        json.put("seed", seed);
        return Json.text(json);
    }
}
