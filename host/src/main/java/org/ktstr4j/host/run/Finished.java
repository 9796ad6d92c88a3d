// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.run;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.ktstr4j.record.Thrown;
import org.ktstr4j.verdict.Verdict;

/// A run that has come to its end.
///
/// @param verdict what the judge said
/// @param thrown what the body threw, null if it returned or was not tried
/// @param directory the run directory
public record Finished(Verdict verdict, @Nullable Thrown thrown, Path directory) {}
