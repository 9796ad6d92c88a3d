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
public record Surroundings(
        Launcher launcher,
        BiConsumer<FrameType, byte[]> records,
        KernelFiles files,
        String cgroup,
        String cgroupParent,
        List<String> java,
        Map<String, String> programs,
        int slowness) {
    /// Where the kernel's files are.
    ///
    /// @param schedExt `/sys/kernel/sched_ext`
    /// @param kernelLog `/dev/kmsg`
    /// @param tracing `/sys/kernel/tracing`
    /// @param sysrq `/proc/sysrq-trigger`
    /// @param sysctl `/proc/sys`
    /// @param kt the static binary
    public record KernelFiles(Path schedExt, Path kernelLog, Path tracing, Path sysrq, Path sysctl, String kt) {
        /// {@return where a guest has them}
        public static KernelFiles ofGuest() {
            return new KernelFiles(
                    Path.of("/sys/kernel/sched_ext"),
                    Path.of("/dev/kmsg"),
                    Path.of("/sys/kernel/tracing"),
                    Path.of("/proc/sysrq-trigger"),
                    Path.of("/proc/sys"),
                    "/bin/kt");
        }
    }
}
