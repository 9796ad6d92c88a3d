// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.guest.body;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ktstr4j.record.Records;
import org.ktstr4j.record.Thrown;
import org.ktstr4j.scheduler.SchedulerException;
import org.ktstr4j.verdict.AssertResult;

/// What a body came to.
///
/// @param result its verdict
/// @param thrown what it threw, null if it returned
public record Results(AssertResult result, @Nullable Thrown thrown) {
    /// {@return what a body that returned came to: what it returned, or passed if it returns nothing}
    public static Results returned(@Nullable Object value) {
        return new Results(value instanceof AssertResult result ? result : AssertResult.pass(), null);
    }

    /// {@return what there is of a body that was not called, since its scheduler did not attach: the scheduler's end
    /// has a record of its own}
    public static Results notTried() {
        return new Results(AssertResult.pass().withNote("the body was not run"), null);
    }

    /// {@return what came of a body that was interrupted because its scheduler had ended: nothing more than that, if it
    /// is the interrupt that it threw}
    public static Results interrupted(Throwable throwable) {
        for (Throwable at = throwable; at != null; at = at.getCause()) {
            if (at instanceof InterruptedException) {
                return new Results(
                        AssertResult.none().withNote("the body was interrupted when its scheduler ended"),
                        Thrown.of(throwable, null));
            }
        }
        return thrown(throwable);
    }

    /// {@return the same, with what was found besides}
    public Results merge(AssertResult found) {
        return new Results(result.merge(found), thrown);
    }

    /// {@return the payload of its record}
    public byte[] record() {
        return Records.result(result, thrown);
    }

    /// {@return what a body that threw came to}
    ///
    /// A failed assumption skips; everything else fails, errors of the JVM included.
    public static Results thrown(Throwable throwable) {
        Thrown thrown = Thrown.of(throwable, comparison(throwable));
        if (throwable instanceof SchedulerException scheduler && scheduler.end() != null) {
            return new Results(AssertResult.none(), thrown); // the end has a record of its own
        }
        boolean assumption = is(throwable, "org.opentest4j.TestAbortedException");
        String message = throwable.getMessage() == null ? throwable.getClass().getSimpleName() : throwable.getMessage();
        return new Results(
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

    /// {@return what came of a body that ended the JVM by `System.exit`, empty if nobody called it}
    ///
    /// @param stacks of all threads, taken while the JVM shuts down: the caller is still inside of the call
    public static Optional<Results> exitedBySystemExit(Map<Thread, StackTraceElement[]> stacks) {
        for (StackTraceElement[] stack : stacks.values()) {
            for (int i = 0; i < stack.length; i++) {
                if (!stack[i].getClassName().equals("java.lang.Runtime")
                        || !stack[i].getMethodName().equals("exit")) continue;
                int caller = i + 1;
                while (caller < stack.length && stack[caller].getClassName().equals("java.lang.System")) caller++;
                String at = caller < stack.length ? place(stack[caller]) : "an unnamed place";
                return Optional.of(new Results(
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
