// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.run;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.ktstr4j.host.report.Repeatability;
import org.ktstr4j.record.Thrown;
import org.ktstr4j.verdict.Verdict;

/// A run that has come to its end: the only one of a test, or the last of a series.
///
/// @param verdict what the judge said
/// @param thrown what the body threw, null if it returned or was not tried
/// @param directory the run directory
/// @param repeat whether it can be had again
/// @param series which of how many it was, empty if it was the only one
public record Finished(Verdict verdict, @Nullable Thrown thrown, Path directory, Repeatability repeat, String series) {
    /// Of a run that was not started.
    public Finished(Verdict verdict, @Nullable Thrown thrown, Path directory) {
        this(verdict, thrown, directory, Repeatability.NONE, "");
    }

    Finished in(String itsSeries) {
        return new Finished(verdict, thrown, directory, repeat, itsSeries);
    }

    Finished with(Verdict other) {
        return new Finished(other, null, directory, repeat, series);
    }
}
