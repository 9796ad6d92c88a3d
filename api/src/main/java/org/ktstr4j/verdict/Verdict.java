// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.verdict;

/// What the judge says of a run.
public sealed interface Verdict {
    /// The test was tried, and this came of it.
    ///
    /// @param result the body's verdict, merged with what only the host could see
    record Judged(AssertResult result) implements Verdict {}

    /// The test was not tried, since something it stands on did not work.
    ///
    /// @param stage what was being done
    /// @param cause what was found, and what to do
    record CouldNotRun(String stage, String cause) implements Verdict {}

    /// The test was not tried, and was not meant to be.
    ///
    /// @param reason why
    record NotRun(String reason) implements Verdict {}

    /// {@return the exit code that says this: 0 passed or skipped, 1 failed, 2 inconclusive, 69 could not run}
    default int exitCode() {
        return switch (this) {
            case Judged judged ->
                switch (judged.result().outcome()) {
                    case PASSED, SKIPPED -> 0;
                    case FAILED -> 1;
                    case INCONCLUSIVE -> 2;
                };
            case CouldNotRun ignored -> 69;
            case NotRun ignored -> 0;
        };
    }

    /// {@return one word for tables: passed, failed, inconclusive, skipped, could not run, not run}
    default String label() {
        return switch (this) {
            case Judged judged -> judged.result().outcome().label();
            case CouldNotRun ignored -> "could not run";
            case NotRun ignored -> "not run";
        };
    }
}
