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
            // (measured: start of an agent 0.51 s, with default thresholds 0.77 s, with C2 1.2 s)
            "-XX:TieredStopAtLevel=1",
            "-XX:CompileThresholdScaling=10",
            // earlier where a program is started, drained and recorded, since that may be what is measured, and nowhere
            // that a test of nothing goes often (bench/payloads: 0.6 ms of 2.5 ms that run() adds to a program)
            "-XX:CompileCommand=quiet",
            soon("org.ktstr4j.payload.*"),
            soon("org.ktstr4j.guest.exec.*"),
            soon("org.ktstr4j.guest.log.*"),
            soon("org.ktstr4j.metric.*"),
            soon("tools.jackson.core.json.WriterBasedJsonGenerator"),
            soon("tools.jackson.core.json.JsonGeneratorBase"),
            soon("tools.jackson.core.JsonGenerator"),
            soon("tools.jackson.core.io.NumberOutput"),
            soon("sun.nio.ch.*"),
            soon("java.util.concurrent.*"),
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

    /// {@return an option that has methods compiled after a hundred calls, not two thousand}
    private static String soon(String classes) {
        return "-XX:CompileCommand=CompileThresholdScaling," + classes + "::*,0.05";
    }

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
