// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewcTest {
    @TempDir
    Path dir;

    @Test
    void an_archive_has_exactly_these_bytes() {
        GuestFiles files =
                new GuestFiles().file("/d/f", "hello".getBytes(UTF_8), 0644).link("/l", "d/f");

        String zeros = "00000000";
        String expected = "070701" + "00000001" + "000041ed" + zeros + zeros + "00000002" + "6955b900" + zeros
                + zeros + zeros + zeros + zeros + "00000002" + zeros + "d\0"
                + "070701" + "00000002" + "000081a4" + zeros + zeros + "00000001" + "6955b900" + "00000005"
                + zeros + zeros + zeros + zeros + "00000004" + zeros + "d/f\0" + "\0\0" + "hello" + "\0\0\0"
                + "070701" + "00000003" + "0000a1ff" + zeros + zeros + "00000001" + "6955b900" + "00000003"
                + zeros + zeros + zeros + zeros + "00000002" + zeros + "l\0" + "d/f" + "\0"
                + "070701" + zeros + zeros + zeros + zeros + "00000001" + zeros + zeros
                + zeros + zeros + zeros + zeros + "0000000b" + zeros + "TRAILER!!!\0" + "\0\0\0";

        assertEquals(expected, new String(written(files), UTF_8));
    }

    @Test
    void the_length_is_known_before_writing() throws IOException {
        for (int length : List.of(0, 1, 2, 3, 4, 5, 4096)) {
            Path file = Files.write(dir.resolve("n".repeat(1 + length % 5)), new byte[length]);
            GuestFiles files = new GuestFiles().file("/x/ä" + file.getFileName(), file, 0600);

            assertEquals(written(files).length, Newc.length(files));
        }
    }

    @Test
    void a_reader_finds_what_was_written() throws IOException {
        Path file = Files.writeString(dir.resolve("f"), "from the host");
        GuestFiles files = new GuestFiles()
                .file("/usr/bin/run", file, 0755)
                .directory("/tmp", 01777)
                .link("/etc/l", "../usr/bin/run");

        var items = CpioReader.read(written(files));

        assertEquals(List.of("etc", "etc/l", "tmp", "usr", "usr/bin", "usr/bin/run"), List.copyOf(items.keySet()));
        assertEquals(new CpioReader.Item(0100755, Newc.MTIME_S, "from the host"), items.get("usr/bin/run"));
        assertEquals(new CpioReader.Item(0120777, Newc.MTIME_S, "../usr/bin/run"), items.get("etc/l"));
        assertEquals(new CpioReader.Item(041777, Newc.MTIME_S, ""), items.get("tmp"));
    }

    @Test
    void what_was_written_is_found_again_and_more_can_follow() throws IOException {
        byte[] first = written(
                new GuestFiles().file("/a/b", "old".getBytes(UTF_8), 0644).link("/l", "a"));
        NewcFile archive = NewcFile.open(Files.write(dir.resolve("archive"), first));

        assertEquals("old", new String(archive.read("a/b"), UTF_8));
        assertEquals("no c in it", refused(archive, "c"));
        byte[] more = written(new GuestFiles().file("/a/b", "new".getBytes(UTF_8), 0644));
        byte[] both = Arrays.copyOf(first, (int) archive.end() + more.length);
        System.arraycopy(more, 0, both, (int) archive.end(), more.length);
        assertEquals(
                "new",
                new String(NewcFile.open(Files.write(dir.resolve("both"), both)).read("a/b"), UTF_8));
    }

    private static String refused(NewcFile archive, String path) {
        String message = String.valueOf(
                assertThrows(IOException.class, () -> archive.read(path)).getMessage());
        return message.substring(message.indexOf(": ") + 2);
    }

    @Test
    void the_order_of_adding_does_not_matter() {
        byte[] one = written(new GuestFiles().link("/a", "x").link("/b/c", "y").directory("/b-d", 0755));
        byte[] other = written(
                new GuestFiles().directory("/b-d", 0755).link("/b/c", "y").link("/a", "x"));

        assertArrayEquals(one, other);
    }

    @Test
    void a_file_that_changes_while_it_is_packed_is_refused() throws IOException {
        Path file = Files.writeString(dir.resolve("f"), "12345");
        GuestFiles files = new GuestFiles().file("/f", file, 0644);
        Files.writeString(file, "1234567");

        IOException thrown = assertThrows(IOException.class, () -> Newc.write(files, OutputStream.nullOutputStream()));

        assertEquals(
                "write archive, file " + file + ": 7 bytes read, it had 5 when it was added; "
                        + "do not change files while they are packed",
                thrown.getMessage());
    }

    static byte[] written(GuestFiles files) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            Newc.write(files, out);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toByteArray();
    }
}
