// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// `kt`, run on the build host.
final class Kt {
    private final Path directory;
    private final Path program;

    private Kt(Path directory, Path program) {
        this.directory = directory;
        this.program = program;
    }

    /// {@return the binary of this build, unpacked into a directory of the test}
    static Kt unpack(Path directory) throws IOException {
        try (InputStream in = Kt.class.getClassLoader().getResourceAsStream("META-INF/ktstr4j/kt")) {
            assertNotNull(in, "kt is not on the class path; build native first");
            Path program = directory.resolve("kt");
            Files.copy(in, program);
            assertTrue(program.toFile().setExecutable(true));
            return new Kt(directory, program);
        }
    }

    /// {@return what it printed; it must end with code 0 within 20 s}
    String run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        Path printed = directory.resolve("printed");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile())
                .start();
        try {
            assertTrue(process.waitFor(20, TimeUnit.SECONDS), "kt still runs after 20 s");
        } finally {
            process.destroyForcibly();
        }
        String text = Files.readString(printed);
        assertEquals(0, process.exitValue(), text);
        return text;
    }
}
