// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.metric;

import java.util.Optional;
import org.ktstr4j.verdict.Outcome;

/// One check on its way to a result: finds the metric, compares, and words what was found.
final class Judgement {
    private final MetricCheck.OfMetric check;
    private final PayloadMetrics metrics;

    Judgement(MetricCheck.OfMetric check, PayloadMetrics metrics) {
        this.check = check;
        this.metrics = metrics;
    }

    CheckResult min(Bound lo) {
        Optional<Metric> found = metrics.get(check.metric());
        if (found.isEmpty()) {
            return missing("; at least " + lo.text("") + " was required");
        }
        Metric metric = found.get();
        double limit = lo.in(metric.unit());
        if (Double.isNaN(limit)) {
            return otherKind(metric, lo);
        }
        return metric.value() < limit
                ? failed(metric, " is under the required minimum " + lo.text(metric.unit()))
                : passed();
    }

    CheckResult max(Bound hi) {
        Optional<Metric> found = metrics.get(check.metric());
        if (found.isEmpty()) {
            return missing("; at most " + hi.text("") + " was allowed");
        }
        Metric metric = found.get();
        double limit = hi.in(metric.unit());
        if (Double.isNaN(limit)) {
            return otherKind(metric, hi);
        }
        return metric.value() > limit
                ? failed(metric, " is over the allowed maximum " + hi.text(metric.unit()))
                : passed();
    }

    CheckResult range(Bound lo, Bound hi) {
        Optional<Metric> found = metrics.get(check.metric());
        if (found.isEmpty()) {
            return missing("; " + lo.text("") + " to " + hi.text("") + " was required");
        }
        Metric metric = found.get();
        if (Double.isNaN(lo.in(metric.unit()))) {
            return otherKind(metric, lo);
        }
        boolean inside = metric.value() >= lo.in(metric.unit()) && metric.value() <= hi.in(metric.unit());
        return inside
                ? passed()
                : failed(
                        metric,
                        " is outside of the required range " + lo.text(metric.unit()) + " to "
                                + hi.text(metric.unit()));
    }

    CheckResult exists() {
        return metrics.get(check.metric()).isEmpty() ? missing("") : passed();
    }

    CheckResult percentOf(double percent, String other, boolean atLeast) {
        String required = "; at " + (atLeast ? "least " : "most ") + Numbers.text(percent) + " % of metric '" + other
                + "' was " + (atLeast ? "required" : "allowed");
        Optional<Metric> found = metrics.get(check.metric());
        if (found.isEmpty()) {
            return missing(required);
        }
        Optional<Metric> whole = metrics.get(other);
        if (whole.isEmpty() || whole.get().value() == 0) {
            return absent("metric '" + other + "' " + (whole.isEmpty() ? "is not in the output" : "is 0")
                    + "; metric '" + check.metric() + "' must be at " + (atLeast ? "least " : "most ")
                    + Numbers.text(percent) + " % of it");
        }
        Metric metric = found.get();
        double factor = Unit.factor(whole.get().unit(), metric.unit());
        if (Double.isNaN(factor)) {
            return result(
                    Outcome.FAILED,
                    "metric '" + metric.name() + "' is in \"" + metric.unit() + "\", metric '" + other + "' in \""
                            + whole.get().unit() + "\"; a percentage needs units of one kind");
        }
        double share = metric.value() / (whole.get().value() * factor) * 100;
        boolean holds = atLeast ? share >= percent : share <= percent;
        return holds
                ? passed()
                : failed(
                        metric,
                        " is " + Numbers.rounded(share) + " % of metric '" + other + "' ("
                                + whole.get().display() + ")" + (atLeast ? "; at least " : "; at most ")
                                + Numbers.text(percent) + " % was " + (atLeast ? "required" : "allowed"));
    }

    static CheckResult exitCode(MetricCheck.ExitCodeEq check, PayloadMetrics metrics, String stderrTail) {
        if (metrics.exitCode() == check.code()) {
            return new CheckResult(check, Outcome.PASSED, "");
        }
        String signal = metrics.signal().isPresent()
                ? " (killed by signal " + metrics.signal().getAsInt() + ")"
                : "";
        String tail = stderrTail.isBlank() ? "" : "; stderr ends with:\n" + stderrTail.stripTrailing();
        return new CheckResult(
                check,
                Outcome.FAILED,
                "exit status was " + metrics.exitCode() + signal + " but " + check.code() + " was required" + tail);
    }

    private CheckResult passed() {
        return result(Outcome.PASSED, "");
    }

    private CheckResult failed(Metric metric, String relation) {
        String printed = metric.raw().isEmpty() || metric.raw().equals(Numbers.text(metric.value()))
                ? ""
                : " (printed as \"" + metric.raw() + "\")";
        return result(Outcome.FAILED, "metric '" + metric.name() + "': " + metric.display() + relation + printed);
    }

    private CheckResult otherKind(Metric metric, Bound bound) {
        String found = metric.unit().isEmpty() ? "has no unit" : "is in " + metric.unit();
        String remedy = metric.unit().isEmpty() ? "add a MetricHint with its unit" : "give a bound of the same kind";
        return result(
                Outcome.FAILED,
                "metric '" + metric.name() + "' " + found + ", the bound is " + bound.text("") + "; " + remedy);
    }

    private CheckResult missing(String required) {
        return absent("metric '" + check.metric() + "' is not in the output" + required);
    }

    private CheckResult absent(String message) {
        return result(check.inconclusiveIfMissing() ? Outcome.INCONCLUSIVE : Outcome.FAILED, message);
    }

    private CheckResult result(Outcome outcome, String message) {
        return new CheckResult(check, outcome, message);
    }
}
