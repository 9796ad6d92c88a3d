// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.export;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFileTest {
    @TempDir
    private Path home;

    @Test
    void the_archive_follows_the_script_in_lines_of_76() throws Exception {
        byte[] bytes = new byte[100_000];
        new Random(1).nextBytes(bytes);
        Path archive = Files.write(home.resolve("archive"), bytes);
        Path output = home.resolve("it's a test.run");
        Files.writeString(output, "an older one");

        RunFile.write("script\n" + Script.MARKER + "\n", archive, output);

        List<String> lines = Files.readAllLines(output);
        assertEquals(List.of("script", Script.MARKER), lines.subList(0, 2));
        assertTrue(lines.stream().skip(2).allMatch(line -> line.length() <= 76));
        assertArrayEquals(bytes, Base64.getDecoder().decode(String.join("", lines.subList(2, lines.size()))));
        assertEquals("rwxr-xr-x", PosixFilePermissions.toString(Files.getPosixFilePermissions(output)));
    }

    @Test
    void what_cannot_be_written_leaves_nothing() throws Exception {
        Path output = home.resolve("test.run");

        assertThrows(IOException.class, () -> RunFile.write("script\n", home.resolve("absent"), output));

        try (Stream<Path> left = Files.list(home)) {
            assertEquals(List.of(), left.toList());
        }
    }
}
