// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.kernel.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.ktstr4j.plan.PlanException;

/// Runs helper programs (apt, dpkg-deb) to their end, in a directory of ours, with messages in English.
///
/// @param aside where they run, and who kills them if we must go
public record Command(Aside aside) {

    /// How a program ended and what was made of its output.
    public record Ended<T>(int exit, T out, String err) {
        /// {@return whether it ended with code 0}
        public boolean ok() {
            return exit == 0;
        }
    }

    /// What to do with standard output as it comes.
    @FunctionalInterface
    interface Reader<T> {
        T read(InputStream out) throws IOException;
    }

    /// {@return how the program ended, with its whole output}
    public Ended<String> run(Duration limit, List<String> argv) {
        try {
            return run(limit, argv, Command::text);
        } catch (IOException e) {
            throw new PlanException("run \"%s\": %s; try again".formatted(String.join(" ", argv), e), e);
        }
    }

    /// {@return how the program ended, with what `reader` made of its output}
    ///
    /// @throws IOException what the reader threw
    /// @throws PlanException if the program cannot be started, or has not ended within the limit
    <T> Ended<T> run(Duration limit, List<String> argv, Reader<T> reader) throws IOException {
        long end = System.nanoTime() + limit.toNanos();
        Process process = start(argv);
        try (ExecutorService readers = Executors.newVirtualThreadPerTaskExecutor()) {
            try {
                Future<T> out = readers.submit(() -> reader.read(process.getInputStream()));
                Future<String> err = readers.submit(() -> text(process.getErrorStream()));
                T made = out.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                String said = err.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                if (!process.waitFor(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                    throw new TimeoutException();
                }
                requireOpen(argv);
                return new Ended<>(process.exitValue(), made, said);
            } finally {
                process.destroyForcibly(); // also ends the readers
            }
        } catch (TimeoutException e) {
            throw new PlanException(
                    "run \"%s\": not ended within %d s; see what it waits for, then try again"
                            .formatted(String.join(" ", argv), limit.toSeconds()),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PlanException("run \"%s\": interrupted; try again".formatted(String.join(" ", argv)), e);
        } catch (ExecutionException e) {
            requireOpen(argv);
            if (e.getCause() instanceof IOException io) {
                throw io;
            }
            throw new IllegalStateException("run \"%s\"".formatted(String.join(" ", argv)), e);
        }
    }

    /// What a program says after we killed it is no news of its own.
    private void requireOpen(List<String> argv) {
        if (aside.isClosed()) {
            throw PlanException.of(
                    "run \"%s\": stopped, as this program was; run it again".formatted(String.join(" ", argv)));
        }
    }

    private Process start(List<String> argv) {
        ProcessBuilder builder =
                new ProcessBuilder(argv).directory(aside.directory().toFile());
        builder.environment().put("LC_ALL", "C");
        builder.environment().put("DEBIAN_FRONTEND", "noninteractive");
        builder.redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")));
        try {
            Process process = builder.start();
            aside.own(process);
            return process;
        } catch (IOException e) {
            throw new PlanException("run \"%s\": %s; install it".formatted(String.join(" ", argv), e.getMessage()), e);
        }
    }

    private static String text(InputStream in) throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
}
