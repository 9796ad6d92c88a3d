// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.ktstr4j.metric.Metric;
import org.ktstr4j.metric.Polarity;
import org.ktstr4j.payload.Payload;
import org.ktstr4j.payload.PayloadKind;
import org.ktstr4j.payload.PayloadRecord;
import org.ktstr4j.payload.PayloadResult;
import org.ktstr4j.payload.Payloads;

/// The ready-made payloads, run for real as far as this host has them.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FixturesTest {
    private static final String RT_APP_CONFIG =
            "{\"global\":{\"duration\":1,\"calibration\":100},\"tasks\":{\"per\":{\"instance\":1,\"loop\":-1,\"run\":1000,"
                    + "\"timer\":{\"ref\":\"unique\",\"period\":20000}}}}";

    private final KtHost host = KtHost.start();

    @AfterAll
    void stop() {
        host.close();
    }

    @TestFactory
    Stream<DynamicTest> tools() {
        return Stream.of(
                tool(
                        Payloads.FIO,
                        "jobs.0.read.iops",
                        "IO/s",
                        "--name=j",
                        "--ioengine=null",
                        "--rw=randread",
                        "--size=64m",
                        "--time_based",
                        "--runtime=1"),
                tool(
                        Payloads.STRESS_NG,
                        "switch.bogo-ops-per-second-real-time",
                        "bogo-ops/s",
                        "--switch",
                        "1",
                        "-t",
                        "1"),
                tool(Payloads.HACKBENCH, "time", "s", "-g", "2", "-l", "1000"),
                tool(Payloads.CYCLICTEST, "max", "us", "-D", "1", "-t", "1", "-i", "1000"),
                tool(Payloads.RT_APP, "per-0.wu_lat.p99", "us", "CONFIG"),
                tool(Payloads.SYSBENCH, "events_per_sec", "ev/s", "cpu", "--time=1", "run"),
                tool(Payloads.PERF_STAT, "task-clock", "ms", "-e", "task-clock,context-switches", "--", "true"),
                tool(
                        Payloads.SCHBENCH,
                        "int.wakeup_latency_pct99.0",
                        "us",
                        "-m",
                        "1",
                        "-t",
                        "1",
                        "-r",
                        "2",
                        "-i",
                        "1"));
    }

    private DynamicTest tool(Payload payload, String metric, String unit, String... args) {
        return DynamicTest.dynamicTest(payload.name(), () -> {
            String exe = ((PayloadKind.Binary) payload.kind()).exe();
            assumeTrue(installed(exe), exe + " is not installed");
            for (int i = 0; i < args.length; i++) {
                args[i] =
                        args[i].equals("CONFIG") ? Contract.file(RT_APP_CONFIG).toString() : args[i];
            }
            try (Rig rig = new Rig(host)) {
                PayloadResult result = rig.payload(payload)
                        .args(args)
                        .timeout(Duration.ofSeconds(30))
                        .run();
                assertTrue(result.verdict().passed(), result.verdict()::toString);
                Optional<Metric> found = result.metrics().get(metric);
                assertTrue(found.isPresent(), () -> result.metrics().toString());
                assertEquals(unit, found.get().unit());
                assertTrue(found.get().value() >= 0);
                assertEquals(rig.record(), PayloadRecord.fromJson(rig.record().toJson()));
            }
        });
    }

    private static boolean installed(String exe) {
        return Stream.of("/usr/local/bin", "/usr/bin", "/bin")
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, exe)));
    }

    @Test
    void fio_that_fails_fails_its_checks() throws Exception {
        assumeTrue(installed("fio"), "fio is not installed");
        try (Rig rig = new Rig(host)) {
            PayloadResult result = rig.payload(Payloads.FIO)
                    .args("--name=rd", "--rw=read", "--size=1m", "--filename=/proc/version")
                    .run();

            assertTrue(result.verdict().failed());
            assertTrue(
                    result.verdict().details().getFirst().message().startsWith("exit status was 1 but 0 was required"),
                    result.verdict()::toString);
        }
    }

    @Test
    void every_fixture_has_a_name_of_its_own() {
        List<Payload> all = List.of(
                Payloads.FIO,
                Payloads.STRESS_NG,
                Payloads.SCHBENCH,
                Payloads.HACKBENCH,
                Payloads.CYCLICTEST,
                Payloads.RT_APP,
                Payloads.SYSBENCH,
                Payloads.PERF_STAT);

        assertEquals(all.size(), all.stream().map(Payload::name).distinct().count());
        assertTrue(Payloads.FIO.hints().stream()
                .anyMatch(hint -> hint.name().equals("jobs.0.read.lat_ns.mean")
                        && hint.polarity().equals(Polarity.lowerBetter())));
    }
}
