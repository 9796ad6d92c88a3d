// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.scenario.check;

import java.util.ArrayList;
import java.util.List;
import org.ktstr4j.scenario.check.Layers.Effective;
import org.ktstr4j.scenario.check.Readings.Reading;
import org.ktstr4j.scenario.stats.GroupStats;
import org.ktstr4j.scenario.stats.WorkerStats;
import org.ktstr4j.verdict.AssertResult;
import org.ktstr4j.verdict.DetailKind;

/// The verdict on groups of workers: every limit on every group, and on all together.
public final class Evaluation {
    private static final int MOST_FINDINGS = 3; // of one limit in one group

    private Evaluation() {}

    /// {@return the verdict, with a finding for each limit that was not kept and each that could not be
    /// looked at}
    ///
    /// A limit of which no group has a value is inconclusive if an author set it; one that only comes
    /// from the profile
    /// does not apply then.
    ///
    /// @param layers the limits
    /// @param groups what was observed
    /// @param around what was observed of the machine
    public static AssertResult of(Layers layers, List<Observation> groups, Surroundings around) {
        if (groups.isEmpty()) return AssertResult.inconclusive("no workers ran, so there is nothing to check");
        AssertResult result = AssertResult.pass();
        for (Observation each : groups) result = result.merge(ends(each.stats()));
        for (Limit limit : Limit.values()) {
            Effective effective = layers.effective(limit);
            if (effective != null) result = result.merge(check(limit, effective, layers.profile(), groups, around));
        }
        return result;
    }

    // A worker that is gone has counted less than it should, whatever the limits are.
    private static AssertResult ends(GroupStats stats) {
        AssertResult result = AssertResult.pass();
        for (int i = 0; i < stats.workers().size(); i++) {
            WorkerStats worker = stats.workers().get(i);
            if (worker.well()) continue;
            result = result.merge(AssertResult.fail(
                    DetailKind.STUCK,
                    "worker %d of %s (%s): %s after %s s, with %d iterations"
                            .formatted(
                                    i,
                                    stats.group(),
                                    stats.type(),
                                    worker.how(),
                                    Phrases.number(worker.wallNs() / 1e9),
                                    worker.iterations())));
        }
        return result;
    }

    private static AssertResult check(
            Limit limit, Effective effective, Profile profile, List<Observation> groups, Surroundings around) {
        if (profile == Profile.SIM && limit.realTime()) {
            return effective.asked()
                    ? AssertResult.inconclusive(
                            limit.kind(),
                            "%s: %s, needs real time; this clock counts instructions (profile sim)"
                                    .formatted(limit.label(), Phrases.expected(limit, effective)))
                    : AssertResult.pass();
        }
        if (limit == Limit.MAX_SPREAD_PCT && !effective.asked()) return owed(limit, effective, groups);
        AssertResult result = AssertResult.pass();
        int seen = 0;
        for (Observation each : groups) {
            List<Reading> readings = Readings.of(limit, each, around);
            seen += readings.size();
            result = result.merge(judge(limit, effective, readings));
        }
        List<Reading> together = Together.of(limit, groups, around);
        seen += together.size();
        result = result.merge(judge(limit, effective, together));
        if (seen == 0 && effective.asked()) {
            return AssertResult.inconclusive(
                    limit.kind(),
                    "%s: %s, nothing of it was measured in %s"
                            .formatted(limit.label(), Phrases.expected(limit, effective), names(groups)));
        }
        return result;
    }

    // With more workers than CPUs, shares depend on how long each CPU's queue is, and no scheduler promises
    // to even that out in a given time: EEVDF takes seconds.
    private static AssertResult owed(Limit limit, Effective effective, List<Observation> groups) {
        AssertResult result = AssertResult.pass();
        List<Observation> crowded = new ArrayList<>();
        for (Observation each : groups) {
            List<Reading> readings = Readings.of(limit, each, Surroundings.UNKNOWN);
            if (each.roomy()) result = result.merge(judge(limit, effective, readings));
            else if (!readings.isEmpty()) crowded.add(each);
        }
        return crowded.isEmpty()
                ? result
                : result.withNote("%s: not judged in %s, where workers had to share CPUs; set a limit to have it judged"
                        .formatted(limit.label(), names(crowded)));
    }

    private static AssertResult judge(Limit limit, Effective effective, List<Reading> readings) {
        List<Reading> wrong = new ArrayList<>();
        for (Reading each : readings) {
            boolean kept = limit.upper() ? each.value() <= effective.value() : each.value() >= effective.value();
            if (!kept) wrong.add(each);
        }
        wrong.sort(
                (a, b) -> limit.upper() ? Double.compare(b.value(), a.value()) : Double.compare(a.value(), b.value()));
        AssertResult result = AssertResult.pass();
        for (Reading each : wrong.subList(0, Math.min(MOST_FINDINGS, wrong.size()))) {
            result = result.merge(AssertResult.fail(limit.kind(), finding(limit, effective, each)));
        }
        if (wrong.size() > MOST_FINDINGS) {
            result = result.withNote("%s: %d more like this".formatted(limit.label(), wrong.size() - MOST_FINDINGS));
        }
        return result;
    }

    private static String finding(Limit limit, Effective effective, Reading reading) {
        String origin = " (" + effective.origin() + ")";
        return switch (limit) {
            case NOT_STARVED -> reading.what() + ": did no work at all" + origin;
            case ISOLATION -> reading.what() + ": ran" + reading.basis() + origin;
            case CLEAN_DETACH, NO_SPLAT -> reading.what() + origin;
            default -> measured(limit, effective, reading);
        };
    }

    private static String measured(Limit limit, Effective effective, Reading reading) {
        return "%s of %s: %s, was %s%s%s"
                .formatted(
                        limit.label(),
                        reading.what(),
                        Phrases.expected(limit, effective),
                        Phrases.number(reading.value()),
                        Phrases.unit(limit),
                        reading.basis());
    }

    private static String names(List<Observation> groups) {
        return String.join(
                ", ", groups.stream().map(each -> each.stats().group()).toList());
    }
}
