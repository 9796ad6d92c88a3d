// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.junit;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;
import org.ktstr4j.host.run.Finished;
import org.ktstr4j.record.Thrown;
import org.ktstr4j.verdict.AssertResult;
import org.ktstr4j.verdict.Verdict;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

/// A verdict as JUnit's test result: passed, failed, aborted (skipped or inconclusive).
final class Results {
    private Results() {}

    /// {@return the result that says what the run came to}
    ///
    /// @param strict whether an inconclusive verdict fails instead of aborting
    static TestExecutionResult of(Finished finished, boolean strict) {
        String seen = seen(finished);
        return switch (finished.verdict()) {
            case Verdict.NotRun notRun -> TestExecutionResult.aborted(new TestAbortedException(notRun.reason()));
            case Verdict.CouldNotRun could ->
                TestExecutionResult.failed(new CouldNotRunException(could.stage() + ": " + could.cause() + seen));
            case Verdict.Judged judged -> {
                AssertResult result = judged.result();
                yield switch (result.outcome()) {
                    case PASSED -> TestExecutionResult.successful();
                    case SKIPPED -> TestExecutionResult.aborted(new TestAbortedException(text(result)));
                    case INCONCLUSIVE ->
                        strict
                                ? TestExecutionResult.failed(
                                        new AssertionFailedError("inconclusive: " + text(result) + seen))
                                : TestExecutionResult.aborted(
                                        new TestAbortedException("inconclusive: " + text(result) + seen));
                    case FAILED -> TestExecutionResult.failed(failure(text(result) + seen, finished.thrown()));
                };
            }
        };
    }

    private static String seen(Finished finished) {
        StringBuilder text = new StringBuilder();
        if (!finished.series().isEmpty()) text.append('\n').append(finished.series());
        boolean judged = finished.verdict() instanceof Verdict.Judged;
        if (judged && finished.repeat().holds())
            text.append("\nthe same again: ktstr replay ").append(finished.directory());
        return text.append("\nrun directory: ").append(finished.directory()).toString();
    }

    private static String text(AssertResult result) {
        return Stream.concat(
                        result.details().stream().map(detail -> detail.message()),
                        result.notes().stream().map(note -> "note: " + note))
                .collect(Collectors.joining("\n"));
    }

    private static AssertionFailedError failure(String message, @Nullable Thrown thrown) {
        if (thrown == null) return new AssertionFailedError(message);
        Thrown.Comparison comparison = thrown.comparison();
        AssertionFailedError error = comparison == null
                ? new AssertionFailedError(message)
                : new AssertionFailedError(message, comparison.expected(), comparison.actual());
        error.setStackTrace(thrown.stack().toArray(StackTraceElement[]::new));
        Thrown cause = thrown.cause();
        if (cause != null) error.initCause(new ThrownInGuest(cause));
        return error;
    }

    /// An exception of the guest, shown by its class name and its own stack.
    @SuppressWarnings(
            "OverrideThrowableToString") // a stack trace shall begin with the class of the guest, not with this one
    private static final class ThrownInGuest extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final String headline;

        ThrownInGuest(Thrown thrown) {
            super(thrown.message(), thrown.cause() == null ? null : new ThrownInGuest(thrown.cause()));
            headline = thrown.headline();
            setStackTrace(thrown.stack().toArray(StackTraceElement[]::new));
        }

        @Override
        public String toString() {
            return headline;
        }
    }
}
