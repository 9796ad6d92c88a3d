// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.vm;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// What a short-lived program prints, within a limit.
final class Output {
    private Output() {}

    /// {@return stdout and stderr of a program that ended with 0}
    ///
    /// @param input what it gets on stdin
    /// @throws VmException if it cannot be started, does not end in time, or ends otherwise
    static String of(List<String> command, String input, Duration limit) {
        String shown = String.join(" ", command);
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            throw VmException.of(VmException.Stage.START, "run %s: %s".formatted(shown, e.getMessage()), e);
        }
        try {
            CompletableFuture<String> printed = CompletableFuture.supplyAsync(() -> read(process));
            try (OutputStream stdin = process.getOutputStream()) {
                stdin.write(input.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                // It ended without reading: its output and exit code say why.
            }
            String text = printed.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            if (!process.waitFor(limit)) {
                throw new TimeoutException("output ended, the process did not");
            }
            if (process.exitValue() != 0) {
                throw new VmException(
                        VmException.Stage.START,
                        "run %s: exit code %d, printed \"%s\"".formatted(shown, process.exitValue(), text.strip()),
                        text,
                        null);
            }
            return text;
        } catch (TimeoutException e) {
            throw VmException.of(
                    VmException.Stage.START, "run %s: did not end within %d s".formatted(shown, limit.toSeconds()), e);
        } catch (ExecutionException e) {
            throw VmException.of(
                    VmException.Stage.START, "run %s: cannot read its output: %s".formatted(shown, e.getCause()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw VmException.of(VmException.Stage.START, "run %s: interrupted".formatted(shown), e);
        } finally {
            process.destroyForcibly();
        }
    }

    private static String read(Process process) {
        try {
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
