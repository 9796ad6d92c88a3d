// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.vm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CanaryImageTest {
    @TempDir
    Path dir;

    @Test
    void the_program_writes_its_line_and_stays() throws IOException {
        Path program = Files.write(dir.resolve("init"), CanaryImage.elf());
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));

        Process process = new ProcessBuilder(program.toString()).start();
        try {
            byte[] expected = ("\n" + CanaryImage.LINE + "\n").getBytes(StandardCharsets.US_ASCII);
            byte[] written = process.getInputStream().readNBytes(expected.length);

            assertEquals(
                    new String(expected, StandardCharsets.US_ASCII), new String(written, StandardCharsets.US_ASCII));
            assertEquals(true, process.isAlive());
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void the_archive_is_newc_with_one_file_and_a_trailer() {
        String text = new String(CanaryImage.archive(), StandardCharsets.ISO_8859_1);
        int trailer = text.indexOf("070701", 6);

        assertEquals("07070100000001000081ED", text.substring(0, 22));
        assertEquals("init\0", text.substring(110, 115));
        assertEquals(0, trailer % 4);
        assertEquals("TRAILER!!!\0", text.substring(trailer + 110, trailer + 121));
        assertEquals(0, text.length() % 4);
    }
}
