// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.record;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ktstr4j.json.Node;

/// Something thrown in the guest, as text and stack frames, so that the host can show it without its classes.
///
/// @param className binary name of the exception's class
/// @param message its message, null if it has none
/// @param stack its stack, innermost frame first; at most [#MAX_STACK] frames
/// @param cause what caused it, null if nothing or too deep
/// @param comparison expected and actual value of a failed assertion, null for other exceptions
public record Thrown(
        String className,
        @Nullable String message,
        List<StackTraceElement> stack,
        @Nullable Thrown cause,
        @Nullable Comparison comparison) {
    /// Frames kept of one stack; an overflowing stack has a thousand that say the same.
    public static final int MAX_STACK = 200;

    private static final int MAX_CAUSES = 10;

    /// What an assertion compared, as text.
    ///
    /// @param expected what it wanted
    /// @param actual what it got
    public record Comparison(String expected, String actual) {}

    /// A value with a list of its own.
    public Thrown {
        stack = List.copyOf(stack);
    }

    /// {@return the value for this exception, its causes included}
    ///
    /// @param throwable what was caught
    /// @param comparison what the assertion compared, null for other exceptions
    public static Thrown of(Throwable throwable, @Nullable Comparison comparison) {
        return of(throwable, comparison, 0);
    }

    private static Thrown of(Throwable throwable, @Nullable Comparison comparison, int depth) {
        StackTraceElement[] stack = throwable.getStackTrace();
        Throwable cause = depth < MAX_CAUSES ? throwable.getCause() : null;
        return new Thrown(
                throwable.getClass().getName(),
                throwable.getMessage(),
                List.of(stack).subList(0, Math.min(stack.length, MAX_STACK)),
                cause == null ? null : of(cause, null, depth + 1),
                comparison);
    }

    /// {@return the first line of a stack trace: class name, colon, message}
    public String headline() {
        return message == null ? className : className + ": " + message;
    }

    /// {@return this value as JSON members}
    public Map<String, @Nullable Object> toJson() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("class", className);
        json.put("message", message);
        if (comparison != null) {
            json.put("expected", comparison.expected());
            json.put("actual", comparison.actual());
        }
        List<List<Object>> frames = new ArrayList<>();
        for (StackTraceElement frame : stack) {
            String file = frame.getFileName() == null ? "" : frame.getFileName();
            frames.add(List.of(frame.getClassName(), frame.getMethodName(), file, frame.getLineNumber()));
        }
        json.put("stack", frames);
        if (cause != null) json.put("cause", cause.toJson());
        return json;
    }

    /// {@return the value in this JSON}
    ///
    /// @param json what [#toJson] made
    /// @throws IllegalArgumentException if it is something else; says what is wrong and where
    @SuppressWarnings("exports") // for the host, which is named in the module's exports
    public static Thrown fromJson(Node json) {
        List<StackTraceElement> stack = new ArrayList<>();
        for (Node frame : json.get("stack").elements()) stack.add(frame(frame));
        Comparison comparison = json.get("expected").present()
                ? new Comparison(
                        json.get("expected").string(), json.get("actual").string())
                : null;
        return new Thrown(
                json.get("class").string(),
                json.get("message").present() ? json.get("message").string() : null,
                stack,
                json.get("cause").present() ? fromJson(json.get("cause")) : null,
                comparison);
    }

    private static StackTraceElement frame(Node json) {
        List<Node> frame = json.elements();
        if (frame.size() != 4) throw json.expected("a class, a method, a file and a line");
        String file = frame.get(2).string();
        return new StackTraceElement(frame.get(0).string(), frame.get(1).string(), file.isEmpty() ? null : file, (int)
                frame.get(3).integer());
    }
}
