// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.scenario.compare;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.commons.statistics.inference.AlternativeHypothesis;
import org.apache.commons.statistics.inference.WilcoxonSignedRankTest;
import org.ktstr4j.scenario.stats.Phase;
import org.ktstr4j.verdict.AssertResult;
import org.ktstr4j.verdict.DetailKind;

/// The verdict on a claim: Wilcoxon's signed-rank test on the rounds of both sides, which belong together
/// pair by pair.
///
/// What is tested is the logarithm of how many times worse B was than A, against that of the margin. If
/// it is below by the test the claim passes, if it is above it fails, else nobody knows. The effect is
/// the Hodges-Lehmann estimate (the median of the means of all pairs of rounds) with its interval of
/// confidence.
public final class Comparison {
    private Comparison() {}

    /// {@return the verdict on what was seen}
    ///
    /// @param claim what is claimed of B
    /// @param sides which phases are whose
    /// @param phases of a scenario that [Sides#over] made
    public static AssertResult judge(Claim claim, Sides sides, List<Phase> phases) {
        double[] a = Sides.values(sides.nameA(), phases, claim.measure());
        double[] b = Sides.values(sides.nameB(), phases, claim.measure());
        return judge(claim, sides, a, b);
    }

    static AssertResult judge(Claim claim, Sides sides, double[] a, double[] b) {
        String what = "%s of %s against %s".formatted(claim.measure().label(), sides.nameB(), sides.nameA());
        double[] worse = logRatios(claim.measure(), a, b);
        if (worse.length < least(claim.alpha())) {
            return AssertResult.inconclusive(
                    DetailKind.BENCHMARK,
                    "%s: %d rounds in which both were measured, at least %d are needed to decide at %s; hold each side more often"
                            .formatted(what, worse.length, least(claim.alpha()), claim.alpha()));
        }
        double margin = Math.log1p(claim.marginPct() / 100);
        double[] beyond = Arrays.stream(worse).map(each -> each - margin).toArray();
        double pBetter = p(beyond, AlternativeHypothesis.LESS_THAN);
        double pWorse = p(beyond, AlternativeHypothesis.GREATER_THAN);
        String effect = effect(claim, worse);
        String said = "%s: expected at most %s %% worse, was %s".formatted(what, number(claim.marginPct()), effect);
        if (pBetter <= claim.alpha()) {
            return AssertResult.pass().withNote("%s (p = %s)".formatted(said, number(pBetter)));
        }
        if (pWorse <= claim.alpha()) {
            return AssertResult.fail(DetailKind.BENCHMARK, "%s (p = %s)".formatted(said, number(pWorse)));
        }
        return AssertResult.inconclusive(
                DetailKind.BENCHMARK,
                "%s; neither is certain (p = %s and %s), hold each side more often or longer"
                        .formatted(said, number(pBetter), number(pWorse)));
    }

    // With fewer pairs than this even the clearest outcome happens by chance more often than that.
    private static int least(double alpha) {
        return (int) Math.ceil(-Math.log(alpha) / Math.log(2));
    }

    // Above 0: B was worse in that round.
    private static double[] logRatios(Measure measure, double[] a, double[] b) {
        int rounds = Math.min(a.length, b.length);
        double[] ratios = new double[rounds];
        int n = 0;
        for (int i = 0; i < rounds; i++) {
            if (!(a[i] > 0) || !(b[i] > 0)) continue;
            double ratio = Math.log(b[i] / a[i]);
            ratios[n++] = measure.moreIsBetter() ? -ratio : ratio;
        }
        return Arrays.copyOf(ratios, n);
    }

    private static double p(double[] differences, AlternativeHypothesis alternative) {
        // Differences of exactly 0 say nothing; without any other there is nothing to be decided.
        if (Arrays.stream(differences).allMatch(each -> each == 0)) return 1;
        return WilcoxonSignedRankTest.withDefaults()
                .with(alternative)
                .test(differences)
                .getPValue();
    }

    private static String effect(Claim claim, double[] worse) {
        double[] means = new double[worse.length * (worse.length + 1) / 2];
        int n = 0;
        for (int i = 0; i < worse.length; i++) {
            for (int j = i; j < worse.length; j++) means[n++] = (worse[i] + worse[j]) / 2;
        }
        Arrays.sort(means);
        int cut = cut(worse.length, claim.alpha());
        double middle = (means[(n - 1) / 2] + means[n / 2]) / 2;
        double pct = 100 * Math.expm1(middle);
        return "%s %% %s (from %s %% to %s %% worse, %d rounds)"
                .formatted(
                        number(Math.abs(pct)),
                        pct > 0 ? "worse" : "better",
                        percent(means[cut]),
                        percent(means[n - 1 - cut]),
                        worse.length);
    }

    // How many of the sorted means lie outside of the interval on each side: the normal approximation of the
    // signed-rank statistic's quantile at alpha on each side.
    private static int cut(int rounds, double alpha) {
        double mean = rounds * (rounds + 1) / 4.0;
        double deviation = Math.sqrt(rounds * (rounds + 1) * (2.0 * rounds + 1) / 24);
        double z = org.apache.commons.statistics.distribution.NormalDistribution.of(0, 1)
                .inverseSurvivalProbability(alpha);
        return (int) Math.max(0, Math.floor(mean - z * deviation));
    }

    private static String percent(double logRatio) {
        return number(100 * Math.expm1(logRatio));
    }

    private static String number(double value) {
        return Math.abs(value) >= 10
                ? String.format(Locale.ROOT, "%.0f", value)
                : String.format(Locale.ROOT, "%.2g", value);
    }
}
