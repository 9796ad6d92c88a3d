// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.image;

import java.util.ArrayList;
import java.util.List;

/// Options of the agent's JVM. Its class archive is made with the same ones, or it would not be accepted.
final class JvmOptions {
    private static final List<String> OPTIONS = List.of(
            // one thread collects, and nothing runs between collections
            "-XX:+UseSerialGC",
            "-XX:MaxRAMPercentage=35",
            // C1 only, and late: on an emulated CPU compiling costs more than it gains until a method is hot
            // (measured: start of an agent 0.51 s, with default thresholds 0.77 s, with C2 1.2 s); twice as late costs
            // each of many runs of a program 0.3 ms more, and saves a restore on 8 CPUs 0.04 s
            "-XX:TieredStopAtLevel=1",
            "-XX:CompileThresholdScaling=5",
            "-XX:+UnlockDiagnosticVMOptions",
            // an idle agent does not wake up: it sits beside the workload that is measured
            "-XX:-UsePerfData",
            "-XX:GuaranteedSafepointInterval=0",
            "-XX:AsyncDeflationInterval=60000",
            "-XX:ServiceThreadCleanupInterval=60000",
            // the agent's own cgroup has no limits to look for
            "-XX:-UseContainerSupport",
            // classes are archived linked, and mapped where they were laid out
            "-XX:+AOTClassLinking",
            "-XX:ArchiveRelocationMode=0",
            // machine code is not: it would be made for the host's processor (with AVX), the guest's is older: SIGILL
            "-XX:-AOTAdapterCaching",
            "-XX:-AOTStubCaching",
            // a crash report belongs to the run, not to a file system that is gone afterwards
            "-XX:+ErrorFileToStderr",
            "-XX:-CreateCoredumpOnCrash",
            // a method that is called once is not worth an accessor spun in bytecode (7 million instructions)
            "-Djdk.reflect.useNativeAccessorOnly=true",
            // stdout is the test's: what the JVM has to say goes to stderr
            "-Xlog:disable",
            "-Xlog:all=warning:stderr",
            // no locale in the guest; what a body prints is UTF-8
            "-Dstdout.encoding=UTF-8",
            "-Dstderr.encoding=UTF-8",
            "-Dsun.jnu.encoding=UTF-8");

    private JvmOptions() {}

    /// {@return the options of every run, on the host or in the guest}
    static List<String> ofEveryRun() {
        return OPTIONS;
    }

    /// {@return the options on a machine that is no guest, one a line: no archive, and not a third of its memory}
    static String bareArgumentFile() {
        return String.join("\n", OPTIONS) + "\n-Xmx512m\n";
    }

    /// {@return the options in the guest, one a line, as an argument file of the java launcher}
    static String argumentFile(String archive) {
        List<String> lines = new ArrayList<>(OPTIONS);
        lines.add("-XX:SharedArchiveFile=" + archive);
        return String.join("\n", lines) + "\n";
    }
}
