// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.ktstr4j.metric.extract.Capture;
import org.ktstr4j.metric.extract.Extractor;
import org.ktstr4j.metric.extract.JsonExtractor;

/// How fast metrics are found in recorded outputs, on this host. `bench/payloads` runs it with their files.
public final class ExtractionSpeed {
    private static final int ROUNDS = 21;
    private static final long ROUND_BYTES = 8 << 20;

    private ExtractionSpeed() {}

    /// Prints a line for each file: the median over rounds of reading it again and again.
    ///
    /// @param files JSON as tools printed it
    /// @throws IOException if one cannot be read
    public static void main(String[] files) throws IOException {
        Extractor extractor = new JsonExtractor();
        for (String file : files) {
            byte[] bytes = Files.readAllBytes(Path.of(file));
            Capture capture = Capture.of(new String(bytes, StandardCharsets.UTF_8), "");
            long times = ROUND_BYTES / bytes.length;
            double[] mbPerS = new double[ROUNDS];
            int metrics = 0;
            for (int round = 0; round < ROUNDS; round++) {
                long from = System.nanoTime();
                for (long i = 0; i < times; i++)
                    metrics = extractor.extract(capture).metrics().size();
                mbPerS[round] = times * bytes.length * 1e3 / (System.nanoTime() - from);
            }
            Arrays.sort(mbPerS);
            System.out.printf(
                    "extraction %6.0f MB/s  %6d bytes, %4d metrics  %s%n",
                    mbPerS[ROUNDS / 2], bytes.length, metrics, Path.of(file).getFileName());
        }
    }
}
