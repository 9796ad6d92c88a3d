// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.ktstr4j.Messages.refused;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.ktstr4j.verdict.AssertResult;
import org.ktstr4j.verdict.Detail;
import org.ktstr4j.verdict.DetailKind;
import org.ktstr4j.verdict.Outcome;

class MetricCheckTest {
    private static final PayloadMetrics METRICS = PayloadMetrics.exited(
            0,
            0,
            List.of(
                    Metric.of("iops", 75),
                    Metric.of("lat", 7_400_000).withUnit("ns").withOrigin("json", MetricStream.STDOUT, "7.4e6"),
                    Metric.of("zero", 0),
                    Metric.of("base", 150),
                    Metric.of("iops", 9999)));

    @Test
    void bounds_belong_to_the_allowed_range() {
        assertEquals(List.of(), messages(MetricCheck.min("iops", 75)));
        assertEquals(List.of(), messages(MetricCheck.max("iops", 75)));
        assertEquals(List.of(), messages(MetricCheck.range("iops", 75, 75)));
        assertEquals(List.of(), messages(MetricCheck.exists("zero")));
    }

    @Test
    void a_value_outside_says_name_value_and_bound() {
        assertEquals(
                List.of("metric 'iops': 75 is under the required minimum 100"), messages(MetricCheck.min("iops", 100)));
        assertEquals(
                List.of("metric 'iops': 75 is over the allowed maximum 74.5"), messages(MetricCheck.max("iops", 74.5)));
        assertEquals(
                List.of("metric 'iops': 75 is outside of the required range 80 to 90"),
                messages(MetricCheck.range("iops", 80, 90)));
        assertEquals(
                List.of("metric 'iops': 75 is outside of the required range 10 to 20"),
                messages(MetricCheck.range("iops", 10, 20)));
    }

    @Test
    void a_failed_check_quotes_the_text_that_the_value_was_read_from() {
        assertEquals(
                List.of("metric 'lat': 7400000 ns is over the allowed maximum 2000000 ns (printed as \"7.4e6\")"),
                messages(MetricCheck.max("lat", 2_000_000)));
    }

    @Test
    void a_bound_may_be_in_another_unit_of_the_same_kind() {
        assertEquals(List.of(), messages(MetricCheck.max("lat", 7.4, "ms")));
        assertEquals(
                List.of("metric 'lat': 7400000 ns is over the allowed maximum 7.3 ms (printed as \"7.4e6\")"),
                messages(MetricCheck.max("lat", 7.3, "ms")));
        assertEquals(
                List.of("metric 'lat': 7400000 ns is under the required minimum 0.5 s (printed as \"7.4e6\")"),
                messages(MetricCheck.min("lat", 0.5, "s")));
    }

    @Test
    void a_bound_in_a_unit_of_another_kind_fails() {
        assertEquals(
                List.of("metric 'lat' is in ns, the bound is 5 MiB; give a bound of the same kind"),
                messages(MetricCheck.max("lat", 5, "MiB")));
        assertEquals(
                List.of("metric 'iops' has no unit, the bound is 5 ms; add a MetricHint with its unit"),
                messages(MetricCheck.range("iops", 5, 6, "ms").orInconclusive()));
    }

    @Test
    void a_missing_metric_fails() {
        assertEquals(
                List.of(
                        "metric 'x' is not in the output; at least 1 was required",
                        "metric 'x' is not in the output; at most 1 ms was allowed",
                        "metric 'x' is not in the output; 1 to 2 was required",
                        "metric 'x' is not in the output",
                        "metric 'x' is not in the output; at least 50 % of metric 'base' was required",
                        "metric 'x' is not in the output; metric 'iops' must be at most 50 % of it"),
                messages(
                        MetricCheck.min("x", 1),
                        MetricCheck.max("x", 1, "ms"),
                        MetricCheck.range("x", 1, 2),
                        MetricCheck.exists("x"),
                        MetricCheck.atLeastPercentOf("x", 50, "base"),
                        MetricCheck.atMostPercentOf("iops", 50, "x")));
        assertEquals(Outcome.FAILED, judge(MetricCheck.exists("x")).outcome());
    }

    @Test
    void a_missing_metric_is_inconclusive_only_if_the_author_says_so() {
        AssertResult verdict = judge(MetricCheck.min("x", 1).orInconclusive());

        assertEquals(Outcome.INCONCLUSIVE, verdict.outcome());
        assertEquals(
                List.of(new Detail(DetailKind.OTHER, "metric 'x' is not in the output; at least 1 was required")),
                verdict.details());
        assertEquals(
                Outcome.FAILED,
                judge(MetricCheck.min("iops", 100).orInconclusive()).outcome());
    }

    @Test
    void a_share_of_another_metric_is_checked() {
        assertEquals(List.of(), messages(MetricCheck.atLeastPercentOf("iops", 50, "base")));
        assertEquals(List.of(), messages(MetricCheck.atMostPercentOf("iops", 50, "base")));
        assertEquals(
                List.of("metric 'iops': 75 is 50 % of metric 'base' (150); at least 50.5 % was required"),
                messages(MetricCheck.atLeastPercentOf("iops", 50.5, "base")));
        assertEquals(
                List.of("metric 'base': 150 is 200 % of metric 'iops' (75); at most 133.3 % was allowed"),
                messages(MetricCheck.atMostPercentOf("base", 133.3, "iops")));
    }

    @Test
    void a_share_of_nothing_counts_as_missing() {
        assertEquals(
                List.of("metric 'zero' is 0; metric 'iops' must be at least 50 % of it"),
                messages(MetricCheck.atLeastPercentOf("iops", 50, "zero")));
        assertEquals(
                Outcome.INCONCLUSIVE,
                judge(MetricCheck.atLeastPercentOf("iops", 50, "zero").orInconclusive())
                        .outcome());
    }

    @Test
    void a_share_needs_units_of_one_kind() {
        assertEquals(
                List.of("metric 'iops' is in \"\", metric 'lat' in \"ns\"; a percentage needs units of one kind"),
                messages(MetricCheck.atLeastPercentOf("iops", 50, "lat")));
    }

    @Test
    void each_check_is_evaluated_by_itself_and_in_order() {
        assertEquals(
                List.of(
                        "metric 'iops': 75 is over the allowed maximum 1",
                        "metric 'iops': 75 is under the required minimum 100",
                        "metric 'iops': 75 is over the allowed maximum 1"),
                messages(
                        MetricCheck.max("iops", 1),
                        MetricCheck.exists("iops"),
                        MetricCheck.min("iops", 100),
                        MetricCheck.max("iops", 1)));
    }

    @Test
    void a_wrong_exit_code_ends_the_evaluation_wherever_its_check_stands() {
        PayloadMetrics exited = PayloadMetrics.exited(0, 3, METRICS.metrics());
        List<MetricCheck> checks = List.of(
                MetricCheck.min("iops", 100),
                MetricCheck.exitCodeEq(3),
                MetricCheck.exitCodeEq(0),
                MetricCheck.exitCodeEq(7));
        Evaluation evaluation = Evaluation.of(checks, exited, "first\nlast words\n");

        assertEquals(
                List.of(new Detail(
                        DetailKind.OTHER,
                        "exit status was 3 but 0 was required; stderr ends with:\nfirst\nlast words")),
                evaluation.verdict().details());
        assertEquals(
                List.of(Outcome.SKIPPED, Outcome.SKIPPED, Outcome.FAILED, Outcome.SKIPPED),
                evaluation.results().stream().map(CheckResult::outcome).toList());
        assertEquals(
                "not evaluated: exit code = 0 did not hold",
                evaluation.results().getFirst().message());
    }

    @Test
    void death_by_a_signal_is_minus_one() {
        PayloadMetrics killed = new PayloadMetrics(0, -1, OptionalInt.of(9), List.of(), List.of());

        assertEquals(
                Outcome.PASSED,
                Evaluation.of(List.of(MetricCheck.exitCodeEq(-1)), killed, "")
                        .verdict()
                        .outcome());
        assertEquals(
                "exit status was -1 (killed by signal 9) but 0 was required",
                Evaluation.of(List.of(MetricCheck.exitCodeEq(0)), killed, " \n")
                        .results()
                        .getFirst()
                        .message());
    }

    @Test
    void no_check_passes() {
        assertEquals(AssertResult.pass(), judge());
    }

    @Test
    void what_no_value_could_pass_is_refused() {
        assertEquals(
                "build check range of metric \"m\": lower bound 5 is above upper bound 4.5; no value could pass",
                refused(() -> MetricCheck.range("m", 5, 4.5)));
        assertEquals(
                "build bound: NaN is not a finite number; give a finite bound",
                refused(() -> MetricCheck.min("m", Double.NaN)));
        assertEquals(
                "build bound: Infinity is not a finite number; give a finite bound",
                refused(() -> MetricCheck.max("m", Double.POSITIVE_INFINITY)));
        assertEquals(
                "build bound: -Infinity is not a finite number; give a finite bound",
                refused(() -> MetricCheck.range("m", Double.NEGATIVE_INFINITY, 1)));
        assertEquals(
                "build check of metric \"m\": 0 % of metric \"o\" is not a finite percentage above 0; give one",
                refused(() -> MetricCheck.atLeastPercentOf("m", 0, "o")));
        assertEquals(
                "build check of metric \"m\": NaN % of metric \"o\" is not a finite percentage above 0; give one",
                refused(() -> MetricCheck.atMostPercentOf("m", Double.NaN, "o")));
        assertEquals(
                "build check of exit code: 256 is outside of 0 to 255; -1 stands for death by any signal",
                refused(() -> MetricCheck.exitCodeEq(256)));
        assertEquals(
                "build check range of metric \"m\": lower bound is in \"ms\", upper bound in \"us\"; give both in one unit",
                refused(() -> new MetricCheck.Range("m", new Bound(1, "ms"), new Bound(2, "us"), false)));
    }

    @Test
    void checks_read_as_what_they_require() {
        assertEquals("iops ≥ 100", MetricCheck.min("iops", 100).toString());
        assertEquals("lat ≤ 2 ms", MetricCheck.max("lat", 2, "ms").toString());
        assertEquals("1 ≤ x ≤ 2.5", MetricCheck.range("x", 1, 2.5).toString());
        assertEquals("x exists", MetricCheck.exists("x").toString());
        assertEquals("a ≥ 50 % of b", MetricCheck.atLeastPercentOf("a", 50, "b").toString());
        assertEquals("a ≤ 50 % of b", MetricCheck.atMostPercentOf("a", 50, "b").toString());
        assertEquals("exit code = -1", MetricCheck.exitCodeEq(-1).toString());
    }

    @Test
    void json_gives_back_the_same_check() {
        List<MetricCheck> checks = new ArrayList<>();
        for (MetricCheck.OfMetric check : List.of(
                MetricCheck.min("a.b", -1.5, "ms"),
                MetricCheck.max("", 1e300),
                MetricCheck.range("c", -0.0, 0.5, "%"),
                MetricCheck.exists("\"d\""),
                MetricCheck.atLeastPercentOf("e", 50, "f"),
                MetricCheck.atMostPercentOf("e", 0.1, "f"))) {
            checks.add(check);
            checks.add(check.orInconclusive());
        }
        checks.add(MetricCheck.exitCodeEq(-1));
        for (MetricCheck check : checks) {
            assertEquals(check, MetricCheck.fromJson(check.toJson()));
        }
        assertEquals(
                "{\"kind\":\"min\",\"lo\":-1.5,\"unit\":\"ms\",\"metric\":\"a.b\",\"inconclusiveIfMissing\":false}",
                checks.getFirst().toJson());
        assertEquals(
                "read check: \"kind\" must be one of min, max, range, exists, exitCodeEq, atLeastPercentOf,"
                        + " atMostPercentOf, was \"most\"",
                refused(() -> MetricCheck.fromJson("{\"kind\":\"most\",\"metric\":\"m\"}")));
    }

    private static AssertResult judge(MetricCheck... checks) {
        return Evaluation.of(List.of(checks), METRICS, "").verdict();
    }

    private static List<String> messages(MetricCheck... checks) {
        return judge(checks).details().stream().map(Detail::message).toList();
    }
}
