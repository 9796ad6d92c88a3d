// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.guest.sched;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.ktstr4j.payload.launch.Launcher;
import org.ktstr4j.wire.FrameType;

/// What schedulers need of the guest.
///
/// @param launcher starts processes
/// @param records takes records
/// @param files where the kernel's files are
/// @param cgroup the cgroup of schedulers' programs, absolute; made when needed
/// @param cgroupParent the cgroup below which tests make theirs
/// @param java program and options before the main class of a Java scheduler
/// @param programs where the guest has a program, by the name that scheduler constants have for it
/// @param slowness how many times its limit a scheduler may take to attach, in guest time
/// @param watchdogMs limit of the kernel's watchdog, for schedulers that can be told, ms; 0: what each has itself
public record Surroundings(
        Launcher launcher,
        BiConsumer<FrameType, byte[]> records,
        KernelFiles files,
        String cgroup,
        String cgroupParent,
        List<String> java,
        Map<String, String> programs,
        int slowness,
        long watchdogMs) {
    /// Where the kernel's files are.
    ///
    /// @param schedExt `/sys/kernel/sched_ext`
    /// @param kernelLog `/dev/kmsg`
    /// @param traces directory of the kernel's trace events, `/sys/kernel/tracing`
    /// @param instance a trace of its own there, made when needed
    /// @param sysrq `/proc/sysrq-trigger`
    /// @param sysctl `/proc/sys`
    /// @param kt the static binary
    public record KernelFiles(
            Path schedExt, Path kernelLog, Path traces, Path instance, Path sysrq, Path sysctl, String kt) {
        private static final Path TRACING = Path.of("/sys/kernel/tracing");

        /// {@return where Linux has them}
        ///
        /// @param run name of what this run makes there, `ktstr` in a guest
        public static KernelFiles of(String run) {
            return new KernelFiles(
                    Path.of("/sys/kernel/sched_ext"),
                    Path.of("/dev/kmsg"),
                    TRACING,
                    TRACING.resolve("instances").resolve(run),
                    Path.of("/proc/sysrq-trigger"),
                    Path.of("/proc/sys"),
                    "/bin/kt");
        }
    }
}
