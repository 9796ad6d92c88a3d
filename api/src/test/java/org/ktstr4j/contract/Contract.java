// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.contract;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;

/// The form of the contract tables: one row for each rule, each with a body of its own.
final class Contract {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private Contract() {}

    /// What a row does.
    @FunctionalInterface
    interface Body {
        void run(Rig rig) throws Exception;
    }

    /// One rule.
    ///
    /// @param rule where it stands: section of the reference, or point of an issue
    /// @param says what it says
    /// @param body fails if it does not hold
    /// @param needsHost whether it starts a launcher of its own
    record Row(String rule, String says, Body body, boolean needsHost) {
        Row onHostOnly() {
            return new Row(rule, says, body, true);
        }

        void check(KtHost host) {
            Assertions.assertTimeoutPreemptively(LIMIT, () -> {
                try (Rig rig = new Rig(host)) {
                    body.run(rig);
                }
            });
        }

        @Override
        public String toString() {
            return rule + ": " + says;
        }
    }

    static Row row(String rule, String says, Body body) {
        return new Row(rule, says, body, false);
    }

    /// Does something in another thread after some time.
    static void later(long millis, Runnable action) {
        Thread.ofPlatform().daemon().start(() -> {
            try {
                Thread.sleep(millis);
                action.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /// What comes true in the end.
    @FunctionalInterface
    interface Condition {
        boolean holds() throws Exception;
    }

    /// Waits until something is so; the row's time limit bounds it.
    static void until(Condition condition) throws Exception {
        while (!condition.holds()) {
            Thread.sleep(10);
        }
    }

    /// {@return a path at which there is nothing yet; a script makes it when it has come so far}
    static Path marker() throws IOException {
        Path path = Files.createTempFile("ktstr-marker-", "");
        Files.delete(path);
        path.toFile().deleteOnExit();
        return path;
    }

    /// Does something in another thread as soon as a marker is there.
    static void when(Path marker, Runnable action) {
        Thread.ofPlatform().daemon().start(() -> {
            while (!Files.exists(marker)) {
                LockSupport.parkNanos(5_000_000);
            }
            action.run();
        });
    }

    /// Does something in another thread as soon as a thread is in a method.
    static void whenIn(Thread thread, String className, String method, Runnable action) {
        Thread.ofPlatform().daemon().start(() -> {
            while (Stream.of(thread.getStackTrace())
                    .noneMatch(at -> at.getClassName().equals(className)
                            && at.getMethodName().equals(method))) {
                LockSupport.parkNanos(5_000_000);
            }
            action.run();
        });
    }

    /// {@return a new file with this text}
    static Path file(String text) throws IOException {
        Path file = Files.createTempFile("ktstr-contract-", ".txt");
        file.toFile().deleteOnExit();
        return Files.writeString(file, text);
    }
}
