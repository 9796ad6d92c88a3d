// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ktstr4j.Messages.refused;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class MetricTest {
    @Test
    void a_metric_has_a_finite_value() {
        assertEquals(
                "build metric \"m\": NaN is not a finite number; leave the metric out",
                refused(() -> Metric.of("m", Double.NaN)));
    }

    @Test
    void a_long_raw_text_is_cut() {
        Metric metric = Metric.of("m", 1).withOrigin("json", MetricStream.STDERR, "x".repeat(300));

        assertEquals("x".repeat(199) + "…", metric.raw());
        assertEquals("m = 1", metric.toString());
    }

    @Test
    void get_gives_the_first_of_a_name() {
        PayloadMetrics metrics =
                PayloadMetrics.exited(0, 0, List.of(Metric.of("a", 1), Metric.of("a", 2), Metric.of("ab", 3)));

        assertEquals(Optional.of(Metric.of("a", 1)), metrics.get("a"));
        assertEquals(Optional.empty(), metrics.get("A"));
        assertEquals(3, metrics.value("ab"));
        assertEquals(
                "read metric \"b\": it is not among the 3 metrics of the output; get() returns an Optional",
                refused(() -> metrics.value("b")));
    }

    @Test
    void hints_give_polarity_and_unit_by_exact_name_and_the_last_one_counts() {
        List<Metric> hinted = MetricHint.apply(
                List.of(
                        MetricHint.higher("a", "IO/s"),
                        MetricHint.lower("a", "ns"),
                        MetricHint.target("b", 5, "s"),
                        MetricHint.unit("none", "B")),
                List.of(Metric.of("a", 1), Metric.of("a", 2), Metric.of("b", 3), Metric.of("c", 4)));

        assertEquals(
                List.of(
                        Metric.of("a", 1).withUnit("ns").withPolarity(Polarity.lowerBetter()),
                        Metric.of("a", 2).withUnit("ns").withPolarity(Polarity.lowerBetter()),
                        Metric.of("b", 3).withUnit("s").withPolarity(Polarity.targetValue(5)),
                        Metric.of("c", 4)),
                hinted);
    }

    @Test
    void polarity_has_a_json_form() {
        for (Polarity polarity : List.of(
                Polarity.higherBetter(), Polarity.lowerBetter(), Polarity.unknown(), Polarity.targetValue(-2.5))) {
            assertEquals(polarity, Polarity.fromJson(polarity.toJson()));
        }
        assertEquals("\"HigherBetter\"", Polarity.higherBetter().toJson());
        assertEquals("{\"TargetValue\":5.0}", Polarity.targetValue(5).toJson());
        assertEquals(
                "read polarity: the document must be HigherBetter, LowerBetter, Unknown or a TargetValue, was \"Up\"",
                refused(() -> Polarity.fromJson("\"Up\"")));
    }

    @Test
    void a_target_is_finite() {
        assertEquals(
                "build polarity TargetValue: Infinity is not a finite number; give a finite target",
                refused(() -> Polarity.targetValue(Double.POSITIVE_INFINITY)));
    }

    @Test
    void json_gives_back_the_same_metrics() {
        PayloadMetrics metrics = new PayloadMetrics(
                3,
                -1,
                OptionalInt.of(11),
                List.of(
                        new Metric("a.\"b\"", -0.0, Polarity.targetValue(1), "µs", "json", MetricStream.STDERR, "-0"),
                        Metric.of("", 1e-300)),
                List.of("a notice"));

        assertEquals(metrics, PayloadMetrics.fromJson(metrics.toJson()));
        assertEquals(
                "{\"name\":\"a\",\"value\":7.5,\"source\":\"json\",\"stream\":\"stdout\"}",
                element(Metric.of("a", 7.5).withOrigin("json", MetricStream.STDOUT, "7.5")));
        assertEquals(
                "{\"name\":\"a\",\"value\":7.0,\"polarity\":\"LowerBetter\",\"unit\":\"ns\",\"source\":\"json\","
                        + "\"stream\":\"stdout\",\"raw\":\"7.0\"}",
                element(Metric.of("a", 7)
                        .withUnit("ns")
                        .withPolarity(Polarity.lowerBetter())
                        .withOrigin("json", MetricStream.STDOUT, "7.0")));
        assertTrue(metrics.toJson().startsWith("{\"index\":3,\"exitCode\":-1,\"signal\":11,\"metrics\":[{"));
        assertEquals(
                "read payload metrics: \"metrics[0].value\" must be a number, was \"1\"",
                refused(() -> PayloadMetrics.fromJson(
                        "{\"index\":0,\"exitCode\":0,\"metrics\":[{\"name\":\"a\",\"value\":\"1\"}]}")));
        assertEquals(
                "read metric: stream \"pipe\" is none of stdout, stderr, file, synthesized",
                refused(
                        () -> PayloadMetrics.fromJson(
                                "{\"index\":0,\"exitCode\":0,\"metrics\":[{\"name\":\"a\","
                                        + "\"value\":1,\"polarity\":\"Unknown\",\"unit\":\"\",\"source\":\"\",\"stream\":\"pipe\"}]}")));
    }

    private static String element(Metric metric) {
        String json = PayloadMetrics.exited(0, 0, List.of(metric)).toJson();
        return json.substring(json.indexOf('[') + 1, json.indexOf(']'));
    }

    @Test
    void units_of_one_kind_convert() {
        assertEquals(1e6, Unit.factor("ms", "ns"));
        assertEquals(60, Unit.factor("min", "s"));
        assertEquals(3.6e6, Unit.factor("h", "ms"));
        assertEquals(1.024, Unit.factor("KiB/s", "kB/s"));
        assertEquals(1000, Unit.factor("1/ms", "1/s"));
        assertEquals(1, Unit.factor("IO/s", "IO/s"));
        assertEquals(100, Unit.factor("ratio", "%"));
        assertTrue(Double.isNaN(Unit.factor("IO/s", "req/s")));
        assertTrue(Double.isNaN(Unit.factor("", "ms")));
        assertTrue(Double.isNaN(Unit.factor("B/s", "B")));
    }

    @Test
    void numbers_read_well() {
        assertEquals("75", Numbers.text(75));
        assertEquals("-0", Numbers.text(-0.0));
        assertEquals("0.1", Numbers.text(0.1));
        assertEquals("9007199254740991", Numbers.text(9007199254740991.0));
        assertEquals("1.0E300", Numbers.text(1e300));
        assertEquals("33.33", Numbers.rounded(100 / 3.0));
    }
}
