// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.payload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DynamicTest;

/// The form of the contract tables: one row for each rule, each with a body of its own.
final class Contract {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private Contract() {}

    /// What a row does.
    @FunctionalInterface
    interface Body {
        void run(Rig rig) throws Exception;
    }

    /// One rule.
    record Row(String rule, String says, Body body) {}

    static Row row(String rule, String says, Body body) {
        return new Row(rule, says, body);
    }

    static Stream<DynamicTest> tests(KtHost host, Row... rows) {
        return Stream.of(rows)
                .map(row -> DynamicTest.dynamicTest(
                        row.rule + ": " + row.says,
                        () -> Assertions.assertTimeoutPreemptively(LIMIT, () -> {
                            try (Rig rig = new Rig(host)) {
                                row.body.run(rig);
                            }
                        })));
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

    /// {@return a new file with this text}
    static Path file(String text) throws IOException {
        Path file = Files.createTempFile("ktstr-contract-", ".txt");
        file.toFile().deleteOnExit();
        return Files.writeString(file, text);
    }
}
