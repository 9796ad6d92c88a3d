// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.metric;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.ktstr4j.metric.extract.Capture;
import org.ktstr4j.metric.extract.Extraction;
import org.ktstr4j.metric.extract.Extractor;
import org.ktstr4j.metric.extract.JsonExtractor;
import org.ktstr4j.metric.extract.Output;
import org.ktstr4j.metric.format.Cyclictest;
import org.ktstr4j.metric.format.Hackbench;
import org.ktstr4j.metric.format.KeyValueLines;
import org.ktstr4j.metric.format.PerfStat;
import org.ktstr4j.metric.format.RtApp;
import org.ktstr4j.metric.format.Schbench;
import org.ktstr4j.metric.format.StressNgYaml;
import org.ktstr4j.metric.format.Sysbench;

/// Random bytes and mutated recordings into every format, for a bounded time: never a crash, a hang, or more
/// metrics than may be.
///
/// A failure names its seed; give it as `-Dfuzz.seed=N`, and more time as `-Dfuzz.millis=N`.
class FuzzTest {
    private static final long MILLIS = Long.getLong("fuzz.millis", 300);
    private static final long SLOWEST_NS = 5_000_000_000L;
    private static final List<String> SAMPLES = List.of(
            "fio-3.33-randrw.json",
            "fio-3.33-normal-then-json.txt",
            "schbench-24e32b8-default.json",
            "schbench-24e32b8-default.stderr.txt",
            "stress-ng-0.15.06-cpu-switch.yaml",
            "stress-ng-0.15.06-brief-times.yaml",
            "hackbench-2.4-sockets.txt",
            "sysbench-1.0.20-cpu.txt",
            "cyclictest-2.4-no-histogram.txt",
            "perf-6.1-stat-j.txt",
            "perf-6.1-stat-x.txt",
            "rt-app-1.0-periodic.rt-per-0.log",
            "jmh-1.37-two-modes.json");
    private static final List<String> SPICES = List.of(
            "{",
            "}",
            "[",
            "]",
            "\"",
            "\\",
            ":",
            ",",
            "\n",
            "---\n",
            "...\n",
            "nan",
            "-inf",
            "1e400",
            "\u0000",
            "&a ",
            "*a",
            "- ",
            "  ",
            "\t",
            "|\n",
            "? ",
            "!!x ",
            "%",
            "\ufeff",
            "99999999999999999999",
            "0x1",
            "\r\n",
            "<<: ",
            "'",
            "#");

    @TestFactory
    Stream<DynamicTest> every_format_survives() {
        return Stream.of(
                        new JsonExtractor(),
                        new KeyValueLines(),
                        new StressNgYaml(),
                        new Schbench(),
                        new Hackbench(),
                        new Sysbench(),
                        new Cyclictest(),
                        new RtApp(),
                        new PerfStat())
                .map(format -> DynamicTest.dynamicTest(
                        format.getClass().getSimpleName(), () -> fuzz(format, Long.getLong("fuzz.seed", 0))));
    }

    private static void fuzz(Extractor format, long firstSeed) throws IOException {
        List<byte[]> samples = new ArrayList<>();
        for (String name : SAMPLES) {
            try (InputStream in = FuzzTest.class.getResourceAsStream("/payload-output/" + name)) {
                samples.add(Objects.requireNonNull(in, name).readAllBytes());
            }
        }
        long end = System.nanoTime() + MILLIS * 1_000_000;
        for (long seed = firstSeed; System.nanoTime() < end; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Output first = Output.of(mutate(samples, random));
            Output second = Output.of(mutate(samples, random));
            Capture capture = random.nextBoolean()
                    ? Capture.of(first, second)
                    : new Capture(Output.empty(), second, Map.of("/tmp/a-b-0.log", first));
            long started = cpuNs();
            Extraction found = assertDoesNotThrow(() -> format.extract(capture), "seed " + seed);
            assertTrue(cpuNs() - started < SLOWEST_NS, "slow with seed " + seed);
            assertTrue(found.metrics().size() <= 20_000, "seed " + seed);
            assertTrue(found.notices().size() <= 30, "seed " + seed);
        }
    }

    /// What this thread has used of a CPU: on a busy host the clock on the wall says nothing.
    private static long cpuNs() throws IOException {
        String schedstat = Files.readString(Path.of("/proc/thread-self/schedstat"));
        return Long.parseLong(schedstat.substring(0, schedstat.indexOf(' ')));
    }

    private static byte[] mutate(List<byte[]> samples, SplittableRandom random) {
        if (random.nextInt(10) == 0) {
            byte[] noise = new byte[random.nextInt(5000)];
            random.nextBytes(noise);
            return noise;
        }
        String text = new String(samples.get(random.nextInt(samples.size())), StandardCharsets.ISO_8859_1);
        StringBuilder mutated = new StringBuilder(text);
        for (int i = random.nextInt(20); i > 0 && !mutated.isEmpty(); i--) {
            int at = random.nextInt(mutated.length());
            int end = Math.min(mutated.length(), at + random.nextInt(200));
            switch (random.nextInt(5)) {
                case 0 -> mutated.delete(at, end);
                case 1 -> mutated.insert(at, SPICES.get(random.nextInt(SPICES.size())));
                case 2 -> mutated.setCharAt(at, (char) random.nextInt(256));
                case 3 -> mutated.insert(at, mutated.substring(at, end).repeat(random.nextInt(4)));
                default -> mutated.setLength(at);
            }
        }
        return mutated.toString().getBytes(StandardCharsets.ISO_8859_1);
    }
}
