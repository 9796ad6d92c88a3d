// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.metric;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.ktstr4j.verdict.AssertResult;
import org.ktstr4j.verdict.Detail;
import org.ktstr4j.verdict.DetailKind;
import org.ktstr4j.verdict.Outcome;

/// What all checks of an invocation came to.
///
/// @param verdict one detail of kind Other for each check that did not pass, in the order of the checks; passed
///     if there is none
/// @param results one for each check, in the order of the checks
public record Evaluation(AssertResult verdict, List<CheckResult> results) {
    /// Copies the list.
    public Evaluation {
        results = List.copyOf(results);
    }

    /// {@return what these checks say of these metrics}
    ///
    /// Exit codes come first, wherever they stand among the checks: the first wrong one gives the only detail,
    /// and the other checks are not evaluated. Otherwise each check is evaluated by itself, duplicates and
    /// contradictions too. No check at all passes.
    ///
    /// @param checks in order
    /// @param metrics what the invocation reported
    /// @param stderrTail the end of its standard error, quoted when an exit code is wrong; blank to quote nothing
    public static Evaluation of(List<MetricCheck> checks, PayloadMetrics metrics, String stderrTail) {
        for (MetricCheck check : checks) {
            if (check instanceof MetricCheck.ExitCodeEq) {
                CheckResult result = check.judge(metrics, stderrTail);
                if (result.outcome() != Outcome.PASSED) {
                    return stoppedAt(checks, result);
                }
            }
        }
        List<CheckResult> results = new ArrayList<>(checks.size());
        for (MetricCheck check : checks) {
            results.add(check.judge(metrics, stderrTail));
        }
        return new Evaluation(verdict(results), results);
    }

    private static Evaluation stoppedAt(List<MetricCheck> checks, CheckResult wrong) {
        List<CheckResult> results = new ArrayList<>(checks.size());
        boolean seen = false;
        for (MetricCheck check : checks) {
            if (!seen && check.equals(wrong.check())) {
                results.add(wrong);
                seen = true;
            } else {
                results.add(
                        new CheckResult(check, Outcome.SKIPPED, "not evaluated: " + wrong.check() + " did not hold"));
            }
        }
        return new Evaluation(verdict(List.of(wrong)), results);
    }

    private static AssertResult verdict(List<CheckResult> results) {
        Outcome outcome = Outcome.PASSED;
        List<Detail> details = new ArrayList<>();
        for (CheckResult result : results) {
            outcome = outcome.merge(result.outcome());
            if (result.outcome() != Outcome.PASSED) {
                details.add(new Detail(DetailKind.OTHER, result.message()));
            }
        }
        return new AssertResult(outcome, details, List.of(), Map.of());
    }
}
