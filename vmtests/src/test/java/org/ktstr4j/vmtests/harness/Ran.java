// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.vmtests.harness;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult;
import org.ktstr4j.host.report.Sidecar;
import org.ktstr4j.payload.PayloadRecord;
import org.ktstr4j.record.History;
import org.ktstr4j.verdict.AssertResult;
import org.ktstr4j.verdict.Verdict;

/// A fixture that was run, and all that there is of it afterwards.
///
/// @param status what JUnit was told
/// @param thrown what JUnit was given, null if the test passed
/// @param directory the run directory
/// @param out what was forwarded to standard output
/// @param err what was forwarded to standard error
public record Ran(
        TestExecutionResult.Status status, @Nullable Throwable thrown, Path directory, String out, String err) {
    /// {@return the result file, read back}
    public Sidecar sidecar() {
        return Sidecar.read(directory);
    }

    /// {@return `records.log`, read back}
    public History history() {
        return History.read(read("records.log"));
    }

    /// {@return the guest's console as it was written}
    public String console() {
        return new String(read("console.log"), StandardCharsets.UTF_8);
    }

    /// {@return one word: passed, failed, inconclusive, skipped, could not run}
    public String label() {
        return sidecar().verdict().label();
    }

    /// {@return the verdict's details, one a line; stage and cause of what could not run}
    public String why() {
        return sidecar().verdict() instanceof Verdict.Judged judged
                ? String.join(
                        "\n",
                        judged.result().details().stream()
                                .map(each -> each.message())
                                .toList())
                : sidecar().why().orElse("");
    }

    /// {@return the verdict of a run that was judged}
    public AssertResult judged() {
        if (sidecar().verdict() instanceof Verdict.Judged judged) return judged.result();
        throw new AssertionError("not judged: " + sidecar().verdict());
    }

    /// {@return what JUnit was given}
    public Throwable failure() {
        return requireNonNull(thrown);
    }

    /// {@return its message without the lines that name the run directory and the command that repeats the run}
    public String message() {
        return String.valueOf(failure().getMessage())
                .replace("\nthe same again: ktstr replay " + directory, "")
                .replace("\nrun directory: " + directory, "");
    }

    /// {@return the recorded invocations}
    public List<PayloadRecord> payloads() {
        return sidecar().payloads();
    }

    /// {@return what the body said in a line `name = value`}
    public String said(String name) {
        String start = name + " = ";
        return out.lines()
                .filter(line -> line.startsWith(start))
                .map(line -> line.substring(start.length()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("the body did not print \"" + start + "\", but:\n" + out));
    }

    private byte[] read(String name) {
        try {
            return Files.readAllBytes(directory.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
