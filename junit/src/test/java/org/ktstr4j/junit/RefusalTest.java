// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.ktstr4j.plan.PlanException;
import org.ktstr4j.scenario.Ctx;

/// Methods and classes that cannot be tests: said as the test's failure, before anything is started.
class RefusalTest {
    private static final String SHAPE =
            "; write it as `AssertResult name(Ctx ctx)`, `void name(Ctx ctx)` or `Scenario name()`,"
                    + " neither private nor static";

    @Test
    void a_wrong_signature_fails_the_test_and_says_what_it_is() {
        Map<String, String> expected = new TreeMap<>(Map.of(
                "isStatic", "the method is static" + SHAPE,
                "isPrivate", "the method is private" + SHAPE,
                "returnsText", "the method returns String" + SHAPE,
                "takesText", "the method takes (String)" + SHAPE,
                "takesTwo", "the method takes (Ctx, int[])" + SHAPE,
                "twice", "there is another method of this name; the guest finds it by name, so give each its own"));

        EngineExecutionResults results = Kit.of(Fixtures.Signatures.class).execute();

        List<String> messages = expected.entrySet().stream()
                .map(each -> each.getKey() + ": PlanException: plan @KtstrTest Fixtures.Signatures." + each.getKey()
                        + ": " + each.getValue())
                .toList();
        assertEquals(messages, Kit.failures(results).stream().sorted().toList());
        assertEquals(0, results.testEvents().succeeded().count());
        assertEquals(2, results.containerEvents().succeeded().count());
    }

    @Test
    void an_abstract_method_is_refused() throws NoSuchMethodException {
        var method = Fixtures.Abstract.class.getDeclaredMethod("body", Ctx.class);

        PlanException refused = assertThrows(PlanException.class, () -> Methods.check(Fixtures.Abstract.class, method));

        assertEquals("plan @KtstrTest Fixtures.Abstract.body: the method is abstract" + SHAPE, refused.getMessage());
    }

    @Test
    void a_class_that_the_guest_cannot_construct_is_refused() {
        assertEquals(
                List.of("body: PlanException: plan @KtstrTest Fixtures.NoConstructor.body: NoConstructor has no"
                        + " constructor without parameters, it has"
                        + " [org.ktstr4j.junit.Fixtures$NoConstructor(java.lang.String)];"
                        + " the guest needs a constructor without parameters"),
                Kit.failures(Kit.of(Fixtures.NoConstructor.class).execute()));
        assertEquals(
                List.of("body: PlanException: plan @KtstrTest Fixtures.Inner.body: Inner is an inner class,"
                        + " which cannot be constructed alone; the guest needs a constructor without parameters"),
                Kit.failures(Kit.of(Fixtures.Inner.class).execute()));
    }

    @Test
    void a_scheduler_that_is_to_end_in_two_ways_is_refused() {
        assertEquals(
                List.of("body: PlanException: 2 expected ends of the scheduler; it comes to one only, so give one"),
                Kit.failures(Kit.of(Fixtures.TwoEnds.class).execute()));
    }

    @Test
    void good_methods_are_not_refused() throws NoSuchMethodException {
        Methods.check(Fixtures.Plain.class, Fixtures.Plain.class.getDeclaredMethod("passes", Ctx.class));
        Methods.check(Fixtures.Child.class, Fixtures.Plain.class.getDeclaredMethod("declares"));
        Methods.check(Fixtures.Child.class, Fixtures.Child.class.getDeclaredMethod("own"));
    }
}
