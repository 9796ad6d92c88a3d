// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class SelectionTest {
    @Test
    void without_a_choice_every_test_is_wanted() {
        assertTrue(Selection.of(List.of()).wants("org.example.StealTest", "fair"));
    }

    @Test
    void a_class_is_named_with_and_without_its_package() {
        assertWanted("StealTest");
        assertWanted("org.example.StealTest");
        assertWanted("example.StealTest");
        assertUnwanted("Steal");
        assertUnwanted("alTest");
        assertUnwanted("OtherTest");
        assertUnwanted("steal test");
    }

    @Test
    void a_method_is_named_with_its_class_or_alone() {
        assertWanted("StealTest.fair");
        assertWanted("StealTest#fair");
        assertWanted("org.example.StealTest.fair");
        assertWanted("fair");
        assertUnwanted("StealTest.unfair");
        assertUnwanted("StealTest.fai");
        assertUnwanted("fairly");
    }

    @Test
    void a_package_brings_all_that_is_in_it() {
        assertWanted("org.example");
        assertUnwanted("org.exam");
    }

    @Test
    void a_star_stands_for_anything() {
        assertWanted("Steal*");
        assertWanted("*Test");
        assertWanted("*Test.f*r");
        assertWanted("org.*.fair");
        assertWanted("*");
        assertUnwanted("Steal*.unfair");
        assertUnwanted("x*");
    }

    @Test
    void a_name_may_have_any_sign() {
        String name = "--a $(b)#\n*\\E'";

        assertTrue(Selection.of(List.of(name)).wants("org.example.It's $x", name));
        assertTrue(Selection.of(List.of("It's $x#" + name)).wants("org.example.It's $x", name));
        assertFalse(Selection.of(List.of(name)).wants("org.example.It's $x", "--a"));
    }

    @Test
    void other_signs_stand_for_themselves() {
        assertUnwanted("Steal.est");
        assertUnwanted("StealTest.f.ir");
        assertUnwanted("[S]tealTest");
        assertUnwanted("StealTest|x");
        assertUnwanted("\\E.*\\Q");
    }

    @Test
    void a_nested_class_is_named_as_java_or_as_reports_name_it() {
        for (String text : List.of(
                "Outer$Inner", "Outer.Inner", "Inner", "Outer", "Outer.Inner.fair", "Outer$Inner#fair", "Out*.fair")) {
            assertTrue(Selection.of(List.of(text)).wants("org.example.Outer$Inner", "fair"), text);
        }
        assertFalse(Selection.of(List.of("Outer.fair")).wants("org.example.Outer$Inner", "fair"));
    }

    @Test
    void of_several_choices_one_is_enough() {
        Selection selection = Selection.of(List.of("OtherTest", "fair"));

        assertTrue(selection.wants("org.example.StealTest", "fair"));
        assertTrue(selection.wants("org.example.OtherTest", "x"));
        assertFalse(selection.wants("org.example.StealTest", "x"));
        assertEquals(List.of("OtherTest", "fair"), selection.texts());
    }

    private static void assertWanted(String text) {
        assertTrue(Selection.of(List.of(text)).wants("org.example.StealTest", "fair"), text);
    }

    private static void assertUnwanted(String text) {
        assertFalse(Selection.of(List.of(text)).wants("org.example.StealTest", "fair"), text);
    }
}
