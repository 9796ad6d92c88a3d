// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.metric.extract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.ktstr4j.metric.Metric;
import org.ktstr4j.metric.MetricStream;
import org.ktstr4j.metric.Polarity;

class JsonExtractorTest {
    @Test
    void fio_is_flattened_to_dotted_paths() {
        Map<String, Double> found = values(Samples.text("fio-3.33-randrw.json"));

        assertTrue(found.size() > 150, found.toString());
        assertTrue(found.containsKey("jobs.0.read.iops"));
        assertTrue(found.containsKey("jobs.0.read.clat_ns.percentile.99.000000"));
        assertEquals(0.0, found.get("jobs.0.error"));
    }

    @Test
    void every_metric_says_where_it_comes_from() {
        List<Metric> metrics = extract("x {\"a\": 7.50}").metrics();

        assertEquals(
                List.of(new Metric("a", 7.5, Polarity.unknown(), "", "json", MetricStream.STDOUT, "7.50")), metrics);
    }

    @Test
    void text_around_the_document_is_ignored() {
        assertEquals(Map.of("a", 1.0), values("banner\n{\"a\":1}\nbye"));
        assertEquals(Map.of("a", 1.0), values("result: {\"a\":1} done"));
        assertTrue(values(Samples.text("fio-3.33-normal-then-json.txt")).containsKey("jobs.0.read.iops"));
        assertTrue(values(Samples.text("fio-3.33-sigint.txt")).containsKey("jobs.0.read.iops"));
    }

    @Test
    void the_last_complete_document_with_a_number_counts() {
        assertEquals(Map.of("a", 2.0), values("{\"a\":1}\n{\"a\":2}\n"));
        assertEquals(Map.of("a", 2.0), values("{\"a\":1} then {\"a\":2} end"));
        assertEquals(Map.of("a", 1.0), values("{\"a\":1}\n{\"state\":\"done\"}\n"));
        assertEquals(Map.of("a", 1.0), values("{\"a\":1}\n{\"a\":2,\"b\":"));
    }

    @Test
    void a_log_prefix_is_no_document_if_there_is_another() {
        assertEquals(Map.of("a", 1.0), values("[ 0.12] started\n{\"a\":1}\n[ 3.4] ended\n"));
        assertEquals(Map.of("0", 3.4), values("[ 0.12] started\n[ 3.4] ended\n"));
        assertEquals(Map.of("0", 5.0, "1", 6.0), values("[5, 6]\n[ 3.4] ended\n"));
    }

    @Test
    void an_unfinished_document_gives_nothing() {
        assertEquals(Map.of(), values("{\"a\":{\"b\":1},\"c\":"));
        assertEquals(Map.of(), values("{\"a\":{\"b\":1}"));
        assertEquals(Map.of(), values("{"));
        assertEquals(Map.of(), values(""));
    }

    @Test
    void the_inside_of_a_broken_document_gives_nothing() {
        assertEquals(Map.of(), values("{\"a\":1, oops \"b\":{\"c\":2}}"));
        assertEquals(Map.of("d", 4.0), values("{\"a\":1, oops \"b\":{\"c\":2}} {\"d\":4}"));
    }

    @Test
    void a_stray_bracket_loses_nothing_after_it() {
        assertEquals(Map.of("a", 1.0), values("usage: x {y|z\n{\"a\":1}"));
        assertEquals(Map.of("a", 1.0), values("[ERROR] {\"a\":1}"));
        assertEquals(Map.of("a", 1.0), values("step [1 of 3\n{\"a\":1}"));
        assertEquals(Map.of("a", 1.0), values("[1, 2\n{\"a\":1}"));
        assertEquals(Map.of("b", 2.0), values("{\"a\": {\"b\":1,\n{\"b\":2}"));
    }

    @Test
    void only_numbers_become_metrics() {
        assertEquals(
                Map.of("n", 1.0, "l.1", 2.0, "z", -0.0),
                values("{\"s\":\"1\",\"t\":true,\"u\":null,\"n\":1,\"e\":{},\"f\":[],\"l\":[\"x\",2],\"z\":-0}"));
    }

    @Test
    void members_come_in_the_order_of_their_keys_and_elements_in_theirs() {
        assertEquals(
                List.of("a.b", "a.c", "b.0", "b.1", "b.2", "c"),
                List.copyOf(values("{\"c\":1,\"b\":[3,2,1],\"a\":{\"c\":1,\"b\":2}}")
                        .keySet()));
    }

    @Test
    void keys_are_not_escaped_so_two_paths_may_be_one_name() {
        List<Metric> metrics = extract("{\"a.b\":1,\"a\":{\"b\":2}}").metrics();

        assertEquals(List.of("a.b", "a.b"), names(metrics));
        assertEquals(2, metrics.getFirst().value());
    }

    @Test
    void of_equal_keys_in_one_object_the_last_one_counts() {
        assertEquals(Map.of("a", 2.0), values("{\"a\":1,\"a\":2}"));
        assertEquals(1, extract("{\"a\":1,\"a\":2}").metrics().size());
        assertEquals(Map.of(), values("{\"a\":1,\"a\":\"x\"}"));
        assertEquals(Map.of("a.c", 2.0), values("{\"a\":{\"b\":1},\"a\":{\"c\":2}}"));
    }

    @Test
    void numbers_that_are_not_finite_are_dropped_one_by_one() {
        Extraction found = extract(
                "{\"a\":NaN,\"b\":1e400,\"c\":-Infinity,\"d\":nan,\"e\":-nan,\"f\":inf,\"g\":-inf,\"h\":\"nan\",\"i\":3}");

        assertEquals(List.of("i"), names(found.metrics()));
        assertEquals(
                List.of("7 values of stdout dropped: not a finite number; the first is \"a\" (NaN)"), found.notices());
    }

    @Test
    void a_bare_number_is_a_metric_without_a_name() {
        assertEquals(Map.of("", 42.5), values(" 42.5\n"));
        assertEquals(Map.of(), values("42 things"));
        assertEquals(Map.of(), values("\"a\""));
    }

    @Test
    void values_below_level_64_are_replaced_by_markers() {
        assertEquals(Map.of(path(64), 1.0), values(nested(64, "1")));
        assertEquals(Map.of(JsonWalker.MARKER, 65.0), values(nested(65, "1")));
        assertEquals(Map.of(JsonWalker.MARKER, 65.0), values(nested(10_000, "1")));
        assertEquals(3, extract(nested(64, "[1,{\"x\":2},3]")).metrics().size());
    }

    @Test
    void stderr_is_read_only_if_stdout_gives_no_metric() {
        Extraction both = new JsonExtractor().extract(Capture.of("{\"a\":1}", "{\"b\":1}"));
        Extraction fallback = new JsonExtractor().extract(Capture.of("{\"s\":\"x\"}", "{\"b\":1}"));

        assertEquals(List.of("a"), names(both.metrics()));
        assertEquals(List.of("b"), names(fallback.metrics()));
        assertEquals(MetricStream.STDERR, fallback.metrics().getFirst().stream());
    }

    @Test
    void a_number_a_string_and_a_key_may_be_long() {
        String digits = "9".repeat(100_000);
        Extraction found = extract(
                "{\"n\":0." + digits + ",\"s\":\"" + digits + "\",\"" + digits + "\":1,\"o\":" + digits + ",\"a\":1}");

        assertEquals(List.of("a", "n"), names(found.metrics()));
        assertEquals(
                List.of(
                        "1 value of stdout dropped: not a finite number; the first is \"o\" (" + "9".repeat(40) + "…)",
                        "1 value of stdout dropped: the name has more than 1000 characters"),
                found.notices());
    }

    @Test
    void more_metrics_than_anybody_reads_are_counted_not_kept() {
        Extraction found = extract("[" + "1,".repeat(30_000) + "1]");

        assertEquals(MetricCollector.MAX_METRICS, found.metrics().size());
        assertEquals(
                List.of("10001 values of stdout dropped: one output gives at most 20000 metrics"), found.notices());
    }

    private static String nested(int depth, String leaf) {
        return "{\"a\":".repeat(depth) + leaf + "}".repeat(depth);
    }

    private static String path(int depth) {
        return "a" + ".a".repeat(depth - 1);
    }

    private static Extraction extract(String stdout) {
        return new JsonExtractor().extract(Capture.of(stdout, ""));
    }

    private static List<String> names(List<Metric> metrics) {
        List<String> names = new ArrayList<>();
        for (Metric metric : metrics) {
            names.add(metric.name());
        }
        return names;
    }

    private static Map<String, Double> values(String stdout) {
        Map<String, Double> values = new LinkedHashMap<>();
        for (Metric metric : extract(stdout).metrics()) {
            values.putIfAbsent(metric.name(), metric.value());
        }
        return values;
    }
}
