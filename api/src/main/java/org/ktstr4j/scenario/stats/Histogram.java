// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.scenario.stats;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ktstr4j.json.Node;

/// Durations counted by size, in ns: exact below 32, above that 32 buckets for each power of two, so that
/// a bucket is at most 3.2 % wide. What is longer than 2^43 ns (2.4 hours) counts as that.
///
/// Immutable. Histograms can be added, and one that was taken earlier can be subtracted. The same numbers
/// are in `native/src/work/work.h`.
public final class Histogram {
    /// Nothing was counted.
    public static final Histogram EMPTY = new Histogram(new long[0], 0, 0, 0);

    private static final int SUB_BITS = 5;
    private static final int SUB = 1 << SUB_BITS;
    private static final int OCTAVES = 38;
    private static final int BUCKETS = (OCTAVES + 1) * SUB;

    private final long[] buckets; // as long as the last one that is not empty
    private final long count;
    private final long sumNs;
    private final long maxNs;

    private Histogram(long[] buckets, long count, long sumNs, long maxNs) {
        this.buckets = buckets;
        this.count = count;
        this.sumNs = sumNs;
        this.maxNs = maxNs;
    }

    /// {@return the histogram of these durations}
    ///
    /// @param durationsNs in ns, 0 and up
    public static Histogram of(long... durationsNs) {
        long[] buckets = new long[BUCKETS];
        long sumNs = 0;
        long maxNs = 0;
        for (long each : durationsNs) {
            buckets[bucket(each)]++;
            sumNs += each;
            maxNs = Math.max(maxNs, each);
        }
        return new Histogram(trimmed(buckets), durationsNs.length, sumNs, maxNs);
    }

    /// {@return how many there are}
    public long count() {
        return count;
    }

    /// {@return their sum, in ns}
    public long sumNs() {
        return sumNs;
    }

    /// {@return the longest, in ns; 0 if there is none. After a subtraction the upper end of its bucket}
    public long maxNs() {
        return maxNs;
    }

    /// {@return their mean, in ns; NaN if there is none}
    public double meanNs() {
        return count == 0 ? Double.NaN : (double) sumNs / count;
    }

    /// {@return the value at a quantile, in ns: the middle of the bucket in which it lies, so within 1.6
    /// %; NaN if there is none}
    ///
    /// Nearest rank: the smallest value with at least `q` of all at or below it.
    ///
    /// @param q 0 to 1
    public double quantileNs(double q) {
        if (count == 0) return Double.NaN;
        long rank = Math.max(1, (long) Math.ceil(q * count));
        long seen = 0;
        for (int i = 0; i < buckets.length; i++) {
            seen += buckets[i];
            if (seen >= rank) return Math.min((double) maxNs, (lowest(i) + lowest(i + 1) - 1) / 2.0);
        }
        return maxNs;
    }

    /// {@return standard deviation over mean, each value taken as its bucket's middle; NaN for fewer than
    /// two}
    public double variation() {
        if (count < 2 || sumNs == 0) return Double.NaN;
        double mean = meanNs();
        double squares = 0;
        for (int i = 0; i < buckets.length; i++) {
            double off = (lowest(i) + lowest(i + 1) - 1) / 2.0 - mean;
            squares += (double) buckets[i] * off * off;
        }
        return Math.sqrt(squares / count) / mean;
    }

    /// {@return both together}
    ///
    /// @param other durations of something else
    public Histogram plus(Histogram other) {
        long[] sum = Arrays.copyOf(buckets, Math.max(buckets.length, other.buckets.length));
        for (int i = 0; i < other.buckets.length; i++) sum[i] += other.buckets[i];
        return new Histogram(sum, count + other.count, sumNs + other.sumNs, Math.max(maxNs, other.maxNs));
    }

    /// {@return what came after an earlier state of the same histogram}
    ///
    /// @param earlier the state to be taken away
    public Histogram minus(Histogram earlier) {
        if (earlier.count == 0) return this;
        long[] rest = new long[buckets.length];
        long restCount = 0;
        for (int i = 0; i < rest.length; i++) {
            // Counts are read while workers write them, bucket by bucket.
            rest[i] = Math.max(0, buckets[i] - (i < earlier.buckets.length ? earlier.buckets[i] : 0));
            restCount += rest[i];
        }
        long[] trimmed = trimmed(rest);
        // The longest of them lies in the last bucket, and is known exactly if it is the longest of all.
        long most = trimmed.length == 0 ? 0 : Math.min(maxNs, lowest(trimmed.length) - 1);
        return new Histogram(trimmed, restCount, Math.max(0, sumNs - earlier.sumNs), most);
    }

    static Histogram fromJson(Node json) {
        long[] buckets = new long[BUCKETS];
        List<Node> pairs = json.get("buckets").elements();
        long count = 0;
        for (int i = 0; i + 1 < pairs.size(); i += 2) {
            long inBucket = pairs.get(i + 1).integer();
            long bucket = pairs.get(i).integer();
            if (bucket < 0 || bucket >= BUCKETS) throw pairs.get(i).expected("a bucket of 0 to " + (BUCKETS - 1));
            buckets[(int) bucket] = inBucket;
            count += inBucket;
        }
        return new Histogram(
                trimmed(buckets),
                count,
                json.get("sum").integer(),
                json.get("max").integer());
    }

    Map<String, @Nullable Object> toTree() {
        List<@Nullable Object> pairs = new ArrayList<>();
        for (int i = 0; i < buckets.length; i++) {
            if (buckets[i] == 0) continue;
            pairs.add((long) i);
            pairs.add(buckets[i]);
        }
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("count", count);
        json.put("sum", sumNs);
        json.put("max", maxNs);
        json.put("buckets", pairs);
        return json;
    }

    static int bucket(long value) {
        if (value < SUB) return (int) Math.max(0, value);
        if (value >>> (OCTAVES + SUB_BITS) != 0) return BUCKETS - 1;
        int shift = 63 - Long.numberOfLeadingZeros(value) - SUB_BITS;
        return (shift + 1) * SUB + (int) ((value >>> shift) - SUB);
    }

    /// {@return the smallest value of a bucket}
    static long lowest(int bucket) {
        if (bucket < SUB) return bucket;
        int shift = bucket / SUB - 1;
        return (long) (SUB + bucket % SUB) << shift;
    }

    private static long[] trimmed(long[] buckets) {
        int length = buckets.length;
        while (length > 0 && buckets[length - 1] == 0) length--;
        return Arrays.copyOf(buckets, length);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Histogram that
                && count == that.count
                && sumNs == that.sumNs
                && maxNs == that.maxNs
                && Arrays.equals(buckets, that.buckets);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(buckets);
    }

    @Override
    public String toString() {
        return count == 0
                ? "none"
                : "%d, median %.0f ns, p99 %.0f ns, longest %d ns"
                        .formatted(count, quantileNs(0.5), quantileNs(0.99), maxNs);
    }
}
