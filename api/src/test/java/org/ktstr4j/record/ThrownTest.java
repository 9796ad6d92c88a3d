// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.ktstr4j.Messages;
import org.ktstr4j.json.Json;

class ThrownTest {
    @Test
    void an_exception_with_everything_comes_back() {
        assertEquals(Samples.thrown(), roundTrip(Samples.thrown()));
    }

    @Test
    void an_exception_with_nothing_comes_back() {
        Thrown bare = new Thrown("java.lang.Error", null, List.of(), null, null);

        assertEquals(bare, roundTrip(bare));
        assertEquals("{\"class\":\"java.lang.Error\",\"message\":null,\"stack\":[]}", Json.text(bare.toJson()));
    }

    @Test
    void the_json_form_is_this_one() {
        assertEquals(
                "{\"class\":\"org.opentest4j.AssertionFailedError\","
                        + "\"message\":\"expected: <\\\"1\\\"> but was: <ü\\n2>\","
                        + "\"expected\":\"\\\"1\\\"\",\"actual\":\"ü\\n2\","
                        + "\"stack\":[[\"org.example.StealTest$Inner\",\"run\",\"StealTest.java\",42],"
                        + "[\"org.example.Hidden\",\"<init>\",\"\",-2]],"
                        + "\"cause\":{\"class\":\"java.io.IOException\",\"message\":null,"
                        + "\"stack\":[[\"org.example.Hidden\",\"<init>\",\"\",-2]]}}",
                Json.text(Samples.thrown().toJson()));
    }

    @Test
    void what_was_caught_keeps_class_message_stack_and_cause() {
        IllegalStateException caught =
                new IllegalStateException("outer", new IllegalArgumentException("inner", new Error()));

        Thrown thrown = Thrown.of(caught, null);

        assertEquals("java.lang.IllegalStateException: outer", thrown.headline());
        assertEquals(List.of(caught.getStackTrace()), thrown.stack());
        Thrown cause = cause(thrown);
        assertEquals("java.lang.IllegalArgumentException: inner", cause.headline());
        assertEquals("java.lang.Error", cause(cause).headline());
        assertNull(cause(cause).cause());
    }

    @Test
    void of_an_overflowing_stack_the_innermost_frames_are_kept() {
        StackTraceElement[] stack = new StackTraceElement[1024];
        Arrays.setAll(stack, i -> new StackTraceElement("Deep", "call" + i, "Deep.java", i));
        StackOverflowError overflow = new StackOverflowError();
        overflow.setStackTrace(stack);

        Thrown thrown = Thrown.of(overflow, null);

        assertEquals(Thrown.MAX_STACK, thrown.stack().size());
        assertEquals("call0", thrown.stack().getFirst().getMethodName());
        assertEquals("call199", thrown.stack().getLast().getMethodName());
        assertEquals(thrown, roundTrip(thrown));
    }

    @Test
    void causes_without_end_are_cut() {
        IllegalStateException first = new IllegalStateException("first");
        IllegalStateException second = new IllegalStateException("second", first);
        first.initCause(second);

        Thrown thrown = Thrown.of(first, null);

        assertEquals(10, causes(thrown));
        assertEquals(10, causes(roundTrip(thrown)));
    }

    @Test
    void json_that_is_none_says_what_is_wrong() {
        assertEquals("read thrown: \"class\" must be a string, was null", refused("{}"));
        assertEquals("read thrown: \"stack\" must be an array, was 1", refused("{\"class\":\"E\",\"stack\":1}"));
        assertEquals(
                "read thrown: \"stack[0]\" must be a class, a method, a file and a line, was []",
                refused("{\"class\":\"E\",\"stack\":[[]]}"));
        assertEquals(
                "read thrown: \"actual\" must be a string, was null",
                refused("{\"class\":\"E\",\"stack\":[],\"expected\":\"1\"}"));
        assertEquals(
                "read thrown: \"cause.message\" must be a string, was 2",
                refused("{\"class\":\"E\",\"stack\":[],\"cause\":{\"class\":\"E\",\"message\":2}}"));
    }

    private static int causes(Thrown thrown) {
        int causes = 0;
        for (Thrown at = thrown.cause(); at != null; at = at.cause()) causes++;
        return causes;
    }

    private static Thrown cause(Thrown thrown) {
        @Nullable Thrown cause = thrown.cause();
        assertNotNull(cause);
        return cause;
    }

    private static Thrown roundTrip(Thrown thrown) {
        return Thrown.fromJson(Json.read("thrown", Json.text(thrown.toJson())));
    }

    private static String refused(String json) {
        return Messages.refused(() -> Thrown.fromJson(Json.read("thrown", json)));
    }
}
