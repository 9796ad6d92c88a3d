// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.ktstr4j.Messages;

class OrderTest {
    private static final Order ORDER = new Order(
            new TestId("org.example.Outer$StealTest", "fair"),
            "1n2l4c2t",
            List.of("/ktstr/classpath/00-classes/", "/ktstr/classpath/01-\"quoted\".jar"),
            List.of("/usr/bin", "/include-files"),
            Long.MIN_VALUE);

    @Test
    void an_order_comes_back() {
        assertEquals(ORDER, Order.fromJson(ORDER.toJson()));
    }

    @Test
    void the_json_form_is_this_one() {
        assertEquals(
                "{\"class\":\"org.example.Outer$StealTest\",\"method\":\"fair\",\"topology\":\"1n2l4c2t\","
                        + "\"classPath\":[\"/ktstr/classpath/00-classes/\",\"/ktstr/classpath/01-\\\"quoted\\\".jar\"],"
                        + "\"path\":[\"/usr/bin\",\"/include-files\"],\"seed\":-9223372036854775808}",
                ORDER.toJson());
    }

    @Test
    void reading_ignores_what_it_does_not_know() {
        assertEquals(ORDER, Order.fromJson(ORDER.toJson().replaceFirst("\\{", "{\"new\":[1],")));
    }

    @Test
    void reading_says_what_is_wrong() {
        assertEquals("read order: the text is empty; a JSON document was expected", refused(""));
        assertEquals("read order: \"class\" must be a string, was null", refused("{}"));
        assertEquals("read order: \"method\" must be a string, was 3", refused("{\"class\":\"C\",\"method\":3}"));
        assertEquals(
                "read order: \"classPath\" must be an array, was \"a:b\"",
                refused(ORDER.toJson().replaceFirst("\"classPath\":\\[.*?\\]", "\"classPath\":\"a:b\"")));
        assertEquals(
                "read order: \"path[1]\" must be a string, was null",
                refused(ORDER.toJson().replace("\"/include-files\"", "null")));
        assertEquals(
                "read order: \"seed\" must be an integer, was 9223372036854775808",
                refused(ORDER.toJson().replace("-9223372036854775808", "9223372036854775808")));
    }

    @Test
    void people_read_the_simple_class_name_and_the_method() {
        assertEquals("Outer.StealTest.fair", ORDER.test().display());
        assertEquals("StealTest.fair", new TestId("StealTest", "fair").display());
    }

    private static String refused(String json) {
        return Messages.refused(() -> Order.fromJson(json));
    }
}
