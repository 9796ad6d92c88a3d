// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.shrink;

import java.util.Optional;
import java.util.regex.Pattern;
import org.ktstr4j.verdict.AssertResult;
import org.ktstr4j.verdict.Detail;
import org.ktstr4j.verdict.DetailKind;
import org.ktstr4j.verdict.Outcome;
import org.ktstr4j.verdict.Verdict;

/// What a failure is about. A smaller test fails in the same way if it fails for the same, with other numbers.
///
/// @param text kind of the finding, and what it says where the kind alone says little
public record FailureKind(String text) {
    private static final Pattern NUMBER = Pattern.compile("[0-9]+(?:[.,][0-9]+)*");
    private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"");
    private static final Pattern OUTCOME = Pattern.compile("[^:]*: [^:]*");

    /// {@return what the first finding of a failed run is about; empty if the run did not fail}
    ///
    /// @param verdict of the run
    public static Optional<FailureKind> of(Verdict verdict) {
        return failed(verdict)
                .flatMap(result -> result.details().stream().findFirst().map(FailureKind::of));
    }

    /// {@return whether that run failed for this, too}
    ///
    /// @param verdict of the run
    public boolean in(Verdict verdict) {
        return failed(verdict)
                .filter(result -> result.details().stream().anyMatch(each -> of(each).equals(this)))
                .isPresent();
    }

    private static Optional<AssertResult> failed(Verdict verdict) {
        return verdict instanceof Verdict.Judged judged && judged.result().outcome() == Outcome.FAILED
                ? Optional.of(judged.result())
                : Optional.empty();
    }

    private static FailureKind of(Detail detail) {
        String first = detail.message().lines().findFirst().orElse("");
        String general = NUMBER.matcher(QUOTED.matcher(first).replaceAll("…")).replaceAll("N");
        if (detail.kind() == DetailKind.SCHEDULER_DIED) {
            // what follows names a task and a time
            var outcome = OUTCOME.matcher(general);
            return new FailureKind(outcome.lookingAt() ? outcome.group() : general);
        }
        return new FailureKind(
                detail.kind() == DetailKind.OTHER ? general : detail.kind().label());
    }
}
