// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.guest.body;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ktstr4j.record.Records;
import org.ktstr4j.record.Thrown;
import org.ktstr4j.verdict.AssertResult;

/// What a body came to, as the payload of its result record.
public final class Results {
    private Results() {}

    /// {@return the record of a body that returned: what it returned, or passed if it returns nothing}
    public static byte[] returned(@Nullable Object value) {
        return Records.result(value instanceof AssertResult result ? result : AssertResult.pass(), null);
    }

    /// {@return the record of a body that threw}
    ///
    /// A failed assumption skips; everything else fails, errors of the JVM included.
    public static byte[] thrown(Throwable throwable) {
        Thrown thrown = Thrown.of(throwable, comparison(throwable));
        boolean assumption = is(throwable, "org.opentest4j.TestAbortedException");
        String message = throwable.getMessage() == null ? throwable.getClass().getSimpleName() : throwable.getMessage();
        return Records.result(
                assumption
                        ? AssertResult.skip(message)
                        : AssertResult.fail(throwable instanceof AssertionError ? message : headlines(thrown)),
                thrown);
    }

    // An ExceptionInInitializerError says nothing by itself; its cause does.
    private static String headlines(Thrown thrown) {
        StringBuilder text = new StringBuilder(thrown.headline());
        for (Thrown cause = thrown.cause(); cause != null; cause = cause.cause()) {
            text.append(", caused by ").append(cause.headline());
        }
        return text.toString();
    }

    /// {@return the record of a body that ended the JVM by `System.exit`, empty if nobody called it}
    ///
    /// @param stacks of all threads, taken while the JVM shuts down: the caller is still inside of the call
    public static Optional<byte[]> exitedBySystemExit(Map<Thread, StackTraceElement[]> stacks) {
        for (StackTraceElement[] stack : stacks.values()) {
            for (int i = 0; i < stack.length; i++) {
                if (!stack[i].getClassName().equals("java.lang.Runtime")
                        || !stack[i].getMethodName().equals("exit")) continue;
                int caller = i + 1;
                while (caller < stack.length && stack[caller].getClassName().equals("java.lang.System")) caller++;
                String at = caller < stack.length ? place(stack[caller]) : "an unnamed place";
                return Optional.of(Records.result(
                        AssertResult.fail("the body ended the JVM by System.exit, at " + at
                                + "; return a result or throw instead"),
                        null));
            }
        }
        return Optional.empty();
    }

    // Without the class loader's name, which is ours.
    private static String place(StackTraceElement frame) {
        return "%s.%s(%s:%d)"
                .formatted(frame.getClassName(), frame.getMethodName(), frame.getFileName(), frame.getLineNumber());
    }

    // JUnit's own class is on the agent's class path when the test uses it, but not one the agent may depend on.
    private static Thrown.@Nullable Comparison comparison(Throwable throwable) {
        if (!is(throwable, "org.opentest4j.AssertionFailedError")) return null;
        try {
            Object expected = throwable.getClass().getMethod("getExpected").invoke(throwable);
            Object actual = throwable.getClass().getMethod("getActual").invoke(throwable);
            return expected == null || actual == null ? null : new Thrown.Comparison(text(expected), text(actual));
        } catch (ReflectiveOperationException e) {
            return null; // an older opentest4j: the message still says it
        }
    }

    private static String text(Object valueWrapper) throws ReflectiveOperationException {
        return String.valueOf(
                valueWrapper.getClass().getMethod("getStringRepresentation").invoke(valueWrapper));
    }

    private static boolean is(Throwable throwable, String className) {
        for (Class<?> at = throwable.getClass(); at != null; at = at.getSuperclass()) {
            if (at.getName().equals(className)) return true;
        }
        return false;
    }
}
