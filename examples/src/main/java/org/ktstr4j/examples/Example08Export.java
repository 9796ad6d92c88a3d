// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.examples;

import static org.ktstr4j.payload.Payloads.STRESS_NG;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.ktstr4j.junit.KtstrTest;
import org.ktstr4j.scenario.Ctx;
import org.ktstr4j.scheduler.Scheduler;
import org.ktstr4j.verdict.AssertResult;

/// A scheduler, a program with many libraries, a directory of the host, a cgroup: all that goes into one file.
///
/// `./ktstr export Example08Export -c examples/target/classes` makes it, `./ktstr demo export` shows that it runs on
/// a machine that has none of it.
public class Example08Export {
    static final Scheduler SIMPLE = Scheduler.builder("simple", "scx_simple")
            .opsName("simple")
            .sysctl("kernel.sched_schedstats", "1")
            .build();

    /// Made in the guest.
    public Example08Export() {}

    /// stress-ng in a cgroup under a scheduler, after a look at what came along.
    ///
    /// @param ctx the guest, or a bare machine
    /// @return what its checks say
    /// @throws IOException if the directory did not come along
    @KtstrTest(scheduler = "SIMPLE", includeFiles = "/usr/share/common-licenses", timeoutS = 120)
    public AssertResult runsAnywhere(Ctx ctx) throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/include-files/common-licenses"))) {
            System.out.println(files.count() + " files came along, the kernel is "
                    + Files.readString(Path.of("/proc/sys/kernel/osrelease")).strip());
        }
        ctx.cgroups().create("busy").cpuset("0");
        return ctx.payload(STRESS_NG)
                .args("--cpu", "2", "--timeout", "1")
                .inCgroup("busy")
                .run()
                .verdict();
    }
}
