// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.verdict;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// A verdict: an outcome, the findings that led to it, notes that did not, and numbers to report.
///
/// Immutable. {@link #merge} is associative and {@link #none} is its identity on both sides.
///
/// Statistics have no unit of their own; the name carries it (`max_gap_ms`). When two verdicts have the same one,
/// the name says how they become one: `total_…` is added, `max_…` and `worst_…` take the larger, `min_…` and
/// `least_…` the smaller, every other name takes the value of the later verdict. Sums are exact, and therefore
/// associative, while totals are integers below 2^53.
///
/// @param outcome what it came to
/// @param details findings in the order in which they were made; may be empty, and may belong to a weaker outcome
///     that was merged in
/// @param notes remarks that change no outcome, in order
/// @param statistics finite numbers by name, in the order in which they were added
public record AssertResult(Outcome outcome, List<Detail> details, List<String> notes, Map<String, Double> statistics) {

    /// Copies the lists.
    ///
    /// @throws IllegalArgumentException if a statistic is NaN or infinite; names it
    public AssertResult {
        Objects.requireNonNull(outcome, "outcome");
        details = List.copyOf(details);
        notes = List.copyOf(notes);
        for (Map.Entry<String, Double> statistic : statistics.entrySet()) {
            if (!Double.isFinite(statistic.getValue())) {
                throw new IllegalArgumentException("add statistic \"" + statistic.getKey() + "\": "
                        + statistic.getValue() + " is not a finite number; leave it out");
            }
        }
        statistics = statistics.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(statistics));
    }

    /// {@return the identity of {@link #merge}: nothing was tried and nothing is said}
    public static AssertResult none() {
        return of(Outcome.SKIPPED, List.of());
    }

    /// {@return passed, without details}
    public static AssertResult pass() {
        return of(Outcome.PASSED, List.of());
    }

    /// {@return failed, with one detail of kind Other}
    ///
    /// @param message what was required and what was found
    public static AssertResult fail(String message) {
        return fail(DetailKind.OTHER, message);
    }

    /// {@return failed, with one detail}
    ///
    /// @param kind what the finding is about
    /// @param message what was required and what was found
    public static AssertResult fail(DetailKind kind, String message) {
        return of(Outcome.FAILED, List.of(new Detail(kind, message)));
    }

    /// {@return inconclusive, with one detail of kind Other}
    ///
    /// @param message what would have been needed to tell
    public static AssertResult inconclusive(String message) {
        return inconclusive(DetailKind.OTHER, message);
    }

    /// {@return inconclusive, with one detail}
    ///
    /// @param kind what the finding is about
    /// @param message what would have been needed to tell
    public static AssertResult inconclusive(DetailKind kind, String message) {
        return of(Outcome.INCONCLUSIVE, List.of(new Detail(kind, message)));
    }

    /// {@return skipped, with one detail of kind Skip}
    ///
    /// @param reason why it was not tried
    public static AssertResult skip(String reason) {
        return of(Outcome.SKIPPED, List.of(new Detail(DetailKind.SKIP, reason)));
    }

    private static AssertResult of(Outcome outcome, List<Detail> details) {
        return new AssertResult(outcome, details, List.of(), Map.of());
    }

    /// {@return whether the outcome is passed; a skipped result has not passed}
    public boolean passed() {
        return outcome == Outcome.PASSED;
    }

    /// {@return whether the outcome is failed}
    public boolean failed() {
        return outcome == Outcome.FAILED;
    }

    /// {@return a copy with one more note}
    ///
    /// @param note a sentence for people
    public AssertResult withNote(String note) {
        return new AssertResult(outcome, details, append(notes, List.of(note)), statistics);
    }

    /// {@return a copy with this statistic, which takes the place of one with the same name}
    ///
    /// @param name a stable name that ends in its unit where it has one
    /// @param value a finite number
    /// @throws IllegalArgumentException if the value is NaN or infinite
    public AssertResult withStatistic(String name, double value) {
        Map<String, Double> changed = new LinkedHashMap<>(statistics);
        changed.put(name, value);
        return new AssertResult(outcome, details, notes, changed);
    }

    /// {@return both verdicts as one}
    ///
    /// Failed beats inconclusive beats passed beats skipped. Details and notes of this one come first.
    /// Statistics: see the class.
    ///
    /// @param later the verdict that was reached after this one
    public AssertResult merge(AssertResult later) {
        Map<String, Double> merged = new LinkedHashMap<>(statistics);
        for (Map.Entry<String, Double> statistic : later.statistics.entrySet()) {
            String name = statistic.getKey();
            Double mine = merged.get(name);
            merged.put(name, mine == null ? statistic.getValue() : mergeStatistic(name, mine, statistic.getValue()));
        }
        return new AssertResult(
                outcome.merge(later.outcome), append(details, later.details), append(notes, later.notes), merged);
    }

    private static double mergeStatistic(String name, double first, double later) {
        if (name.startsWith("total_")) {
            double sum = first + later;
            return Double.isFinite(sum) ? sum : Math.copySign(Double.MAX_VALUE, sum);
        }
        if (name.startsWith("max_") || name.startsWith("worst_")) {
            return Math.max(first, later);
        }
        if (name.startsWith("min_") || name.startsWith("least_")) {
            return Math.min(first, later);
        }
        return later;
    }

    private static <T> List<T> append(List<T> first, List<T> later) {
        if (first.isEmpty()) {
            return later;
        }
        if (later.isEmpty()) {
            return first;
        }
        List<T> both = new ArrayList<>(first.size() + later.size());
        both.addAll(first);
        both.addAll(later);
        return both;
    }

    /// {@return this verdict as one line of JSON:
    /// `{"outcome":"failed","details":[{"kind":"Other","message":"…"}],"notes":[],"statistics":{}}`}
    public String toJson() {
        return AssertResultJson.write(this);
    }

    /// {@return the verdict that {@link #toJson} wrote; members that this version does not know are ignored}
    ///
    /// @param json one JSON object; `details`, `notes` and `statistics` may be absent
    /// @throws IllegalArgumentException if it is not such an object; says what is wrong and where
    public static AssertResult fromJson(String json) {
        return AssertResultJson.read(json);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(outcome.label());
        for (Detail detail : details) {
            text.append("\n  ").append(detail);
        }
        for (String note : notes) {
            text.append("\n  note: ").append(note);
        }
        return text.toString();
    }
}
