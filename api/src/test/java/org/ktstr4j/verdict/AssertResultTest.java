// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.ktstr4j.Messages;

class AssertResultTest {
    private static final List<Outcome> OUTCOMES = List.copyOf(EnumSet.allOf(Outcome.class));

    @Test
    void failed_beats_inconclusive_beats_passed_beats_skipped() {
        List<Outcome> weakToStrong = List.of(Outcome.SKIPPED, Outcome.PASSED, Outcome.INCONCLUSIVE, Outcome.FAILED);
        for (Outcome one : weakToStrong) {
            for (Outcome other : weakToStrong) {
                int strongest = Math.max(weakToStrong.indexOf(one), weakToStrong.indexOf(other));
                assertEquals(weakToStrong.get(strongest), one.merge(other));
            }
        }
    }

    @Test
    void merge_is_associative() {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 5000; i++) {
            AssertResult a = any(random);
            AssertResult b = any(random);
            AssertResult c = any(random);

            assertEquals(a.merge(b).merge(c), a.merge(b.merge(c)));
        }
    }

    @Test
    void none_is_the_identity_of_merge_on_both_sides() {
        SplittableRandom random = new SplittableRandom(8);
        for (int i = 0; i < 1000; i++) {
            AssertResult a = any(random);

            assertEquals(a, AssertResult.none().merge(a));
            assertEquals(a, a.merge(AssertResult.none()));
        }
    }

    @Test
    void details_and_notes_keep_their_order() {
        AssertResult merged = AssertResult.fail("first")
                .withNote("one")
                .merge(AssertResult.inconclusive("second"))
                .merge(AssertResult.skip("third").withNote("two"));

        assertEquals(
                List.of(
                        new Detail(DetailKind.OTHER, "first"),
                        new Detail(DetailKind.OTHER, "second"),
                        new Detail(DetailKind.SKIP, "third")),
                merged.details());
        assertEquals(List.of("one", "two"), merged.notes());
        assertTrue(merged.failed());
        assertFalse(merged.passed());
    }

    @Test
    void statistics_of_one_name_merge_as_the_name_says() {
        AssertResult first = AssertResult.pass()
                .withStatistic("total_iterations", 3)
                .withStatistic("max_gap_ms", 7)
                .withStatistic("worst_spread_pct", 1)
                .withStatistic("min_rate", 5)
                .withStatistic("least_share", 2)
                .withStatistic("last", 1);
        AssertResult later = AssertResult.pass()
                .withStatistic("total_iterations", 4)
                .withStatistic("max_gap_ms", 2)
                .withStatistic("worst_spread_pct", 9)
                .withStatistic("min_rate", 6)
                .withStatistic("least_share", 1)
                .withStatistic("last", 2);

        assertEquals(
                Map.of(
                        "total_iterations", 7.0,
                        "max_gap_ms", 7.0,
                        "worst_spread_pct", 9.0,
                        "min_rate", 5.0,
                        "least_share", 1.0,
                        "last", 2.0),
                first.merge(later).statistics());
    }

    @Test
    void a_total_that_overflows_stays_finite() {
        AssertResult huge = AssertResult.pass().withStatistic("total_x", Double.MAX_VALUE);

        assertEquals(Double.MAX_VALUE, huge.merge(huge).statistics().get("total_x"));
    }

    @Test
    void a_statistic_that_is_not_finite_is_refused() {
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class, () -> AssertResult.pass().withStatistic("rate", Double.NaN));

        assertEquals("add statistic \"rate\": NaN is not a finite number; leave it out", refused.getMessage());
    }

    @Test
    void json_gives_back_the_same_verdict() {
        SplittableRandom random = new SplittableRandom(9);
        for (int i = 0; i < 1000; i++) {
            AssertResult a = any(random);

            assertEquals(a, AssertResult.fromJson(a.toJson()));
        }
    }

    @Test
    void the_json_form_is_this_one() {
        AssertResult result = AssertResult.fail(DetailKind.PAGE_LOCALITY, "too \"far\"\n")
                .withNote("n")
                .withStatistic("max_gap_ms", 1.5);

        assertEquals(
                "{\"outcome\":\"failed\",\"details\":[{\"kind\":\"PageLocality\",\"message\":\"too \\\"far\\\"\\n\"}],"
                        + "\"notes\":[\"n\"],\"statistics\":{\"max_gap_ms\":1.5}}",
                result.toJson());
    }

    @Test
    void reading_ignores_what_it_does_not_know() {
        AssertResult read = AssertResult.fromJson(
                "{\"outcome\":\"failed\",\"new\":{},\"details\":[{\"kind\":\"Newer\",\"message\":\"m\",\"more\":1}]}");

        assertEquals(AssertResult.fail("m"), read);
    }

    @Test
    void reading_says_what_is_wrong() {
        assertEquals(
                "read outcome: \"great\" is none of passed, failed, inconclusive, skipped",
                error("{\"outcome\":\"great\"}"));
        assertEquals("read verdict: \"outcome\" must be a string, was null", error("{}"));
        assertEquals("read verdict: \"details\" must be an array, was 3", error("{\"details\":3}"));
        assertEquals("read verdict: the text is empty; a JSON document was expected", error(""));
        assertEquals(
                "read verdict: text goes on after the document at line 1, column 4; one JSON document was expected",
                error("{} {}"));
    }

    @Test
    void text_has_one_line_for_each_detail_and_note() {
        assertEquals(
                "failed\n  Starved: worker 3\n  note: slow host",
                AssertResult.fail(DetailKind.STARVED, "worker 3")
                        .withNote("slow host")
                        .toString());
        assertEquals("passed", AssertResult.pass().toString());
    }

    private static String error(String json) {
        return Messages.refused(() -> AssertResult.fromJson(json));
    }

    private static AssertResult any(SplittableRandom random) {
        List<Detail> details = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            List<DetailKind> kinds = List.copyOf(EnumSet.allOf(DetailKind.class));
            details.add(new Detail(kinds.get(random.nextInt(kinds.size())), "détail " + random.nextInt(100)));
        }
        List<String> notes = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            notes.add("note " + random.nextInt(100));
        }
        Map<String, Double> statistics = new LinkedHashMap<>();
        List<String> names = List.of("total_a", "max_b", "min_c", "worst_d", "least_e", "f");
        for (int i = random.nextInt(6); i > 0; i--) {
            statistics.put(names.get(random.nextInt(names.size())), (double) random.nextInt(-1000, 1000));
        }
        return new AssertResult(OUTCOMES.get(random.nextInt(4)), details, notes, statistics);
    }
}
