// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.scenario.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.ktstr4j.json.Json;

class HistogramTest {
    private static final long MOST = (1L << 43) - 1;

    @Test
    void buckets_follow_each_other_without_a_hole_and_are_narrow() {
        for (long value = 0; value < MOST; value += 1 + value / 50) {
            int bucket = Histogram.bucket(value);
            long from = Histogram.lowest(bucket);
            long to = Histogram.lowest(bucket + 1);

            assertTrue(from <= value && value < to, value + " in " + from + " to " + to);
            assertTrue(to - from <= Math.max(1, from / 32.0), value + ": " + (to - from));
        }
        assertEquals(Histogram.bucket(MOST), Histogram.bucket(Long.MAX_VALUE));
    }

    @Test
    void quantiles_are_those_of_the_sorted_values_within_1_6_percent() {
        SplittableRandom random = new SplittableRandom(7);
        long[] values = random.longs(5000, 0, 1L << 40)
                .map(each -> each >> random.nextInt(30))
                .toArray();
        Histogram histogram = Histogram.of(values);
        Arrays.sort(values);

        for (double q : new double[] {0, 0.01, 0.5, 0.9, 0.99, 0.999, 1}) {
            double exact = values[(int) Math.max(0, Math.ceil(q * values.length) - 1)];
            assertEquals(exact, histogram.quantileNs(q), 0.016 * exact + 0.5, "q " + q);
        }
        assertEquals(values[values.length - 1], histogram.maxNs());
        assertEquals(Arrays.stream(values).sum(), histogram.sumNs());
    }

    @Test
    void nothing_counted_has_no_values() {
        assertTrue(Double.isNaN(Histogram.EMPTY.quantileNs(0.5)));
        assertTrue(Double.isNaN(Histogram.EMPTY.meanNs()));
        assertTrue(Double.isNaN(Histogram.EMPTY.variation()));
        assertEquals(0, Histogram.EMPTY.count());
        assertEquals("none", Histogram.EMPTY.toString());
    }

    @Test
    void a_sum_is_what_both_would_be_together_and_a_difference_takes_one_away_again() {
        Histogram one = Histogram.of(1, 100, 5_000);
        Histogram other = Histogram.of(100, 2_000_000);
        Histogram both = one.plus(other);

        assertEquals(Histogram.of(1, 100, 100, 5_000, 2_000_000), both);
        Histogram rest = both.minus(one);
        assertEquals(2, rest.count());
        assertEquals(2_000_100, rest.sumNs());
        assertEquals(2_000_000, rest.maxNs());
        assertEquals(both, both.minus(Histogram.EMPTY));
        // the longest came before: what is left is only known by its bucket
        assertEquals(
                101.0, (double) both.minus(other).minus(Histogram.of(5_000)).maxNs(), 2);
        assertEquals(0, one.minus(one).count());
    }

    @Test
    void variation_is_deviation_over_mean() {
        assertEquals(0, Histogram.of(10, 10, 10).variation(), 1e-9);
        assertEquals(0.5, Histogram.of(5, 15).variation(), 1e-9);
        assertTrue(Double.isNaN(Histogram.of(5).variation()));
    }

    @Test
    void json_comes_back() {
        Histogram histogram = Histogram.of(0, 31, 32, 1_000_000, 1_000_000);

        assertEquals(histogram, Histogram.fromJson(Json.read("histogram", Json.text(histogram.toTree()))));
    }
}
