// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.ktstr4j.junit.KtstrTest;
import org.ktstr4j.scenario.Ctx;

/// A body sees the machine that was declared, and a kernel that nobody else uses.
///
/// ```
/// $ ./ktstr test --classpath examples/target/classes --select Example01Topology
/// kernel 7.3.4+deb13-cloud-amd64, 1n2l2c1t, Java 25, 4 CPUs
/// cpu 0 shares its last-level cache with 0-1
/// cpu 1 shares its last-level cache with 0-1
/// cpu 2 shares its last-level cache with 2-3
/// cpu 3 shares its last-level cache with 2-3
///   passed         Example01Topology.seesItsTopology  23.2 s (boot 14.5 s, body 0.2 s of guest time)
/// ```
public class Example01Topology {
    /// Made in the guest.
    public Example01Topology() {}

    /// Two last-level caches with two CPUs each: what sysfs says of them.
    ///
    /// @param ctx the guest
    /// @throws IOException if sysfs cannot be read
    @KtstrTest(topology = "1n2l2c1t")
    public void seesItsTopology(Ctx ctx) throws IOException {
        System.out.println("kernel " + read("/proc/sys/kernel/osrelease") + ", " + ctx.topology() + ", Java "
                + Runtime.version().feature() + ", " + Runtime.getRuntime().availableProcessors() + " CPUs");
        for (int cpu = 0; cpu < ctx.topology().cpus(); cpu++) {
            String llc = read("/sys/devices/system/cpu/cpu" + cpu + "/cache/index3/shared_cpu_list");
            System.out.println("cpu " + cpu + " shares its last-level cache with " + llc);
            assertEquals(cpu < 2 ? "0-1" : "2-3", llc);
        }
    }

    private static String read(String file) throws IOException {
        return Files.readString(Path.of(file)).strip();
    }
}
