// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.image;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ktstr4j.plan.PlanException;

class ElfTest {
    @TempDir
    Path dir;

    @Test
    void all_that_a_loader_wants_is_read() throws IOException {
        byte[] bytes = new ElfFile()
                .interpreter(Path.of("/lib64/ld.so"))
                .needed("libb.so.1", "liba.so")
                .soname("libc.so.6")
                .rpath("/r")
                .runpath("$ORIGIN/../x:/y")
                .bytes();
        Path file = Files.write(dir.resolve("f"), Arrays.copyOf(bytes, bytes.length + 100));

        assertEquals(
                new Elf(
                        3,
                        Elf.X86_64,
                        Optional.of("/lib64/ld.so"),
                        List.of("libb.so.1", "liba.so"),
                        List.of("/r"),
                        List.of("$ORIGIN/../x", "/y"),
                        Optional.of("libc.so.6"),
                        bytes.length),
                Elf.read(file));
    }

    @Test
    void the_java_launcher_is_read_as_the_loader_reads_it() {
        Elf java = Elf.read(Path.of(System.getProperty("java.home"), "bin/java"));

        assertEquals(Optional.of("/lib64/ld-linux-x86-64.so.2"), java.interpreter());
        assertTrue(java.needed().contains("libjli.so"), java.toString());
        assertTrue(
                java.runpath().contains("$ORIGIN/../lib") || java.rpath().contains("$ORIGIN/../lib"), java.toString());
    }

    @Test
    void text_is_no_elf_file() throws IOException {
        Path file = Files.writeString(dir.resolve("f"), "#!/bin/sh\n");

        assertFalse(Elf.isElf(file));
        assertMessage(
                file,
                "it starts with bytes 23 21 2f 62, an ELF file with 7f 45 4c 46; give a complete 64-bit x86-64 file");
    }

    @Test
    void a_cut_file_says_where() throws IOException {
        byte[] bytes = new ElfFile().needed("liba.so").bytes();

        assertMessage(
                cut(bytes, 3),
                "it starts with bytes 7f 45 4c, an ELF file with 7f 45 4c 46; " + "give a complete 64-bit x86-64 file");
        assertMessage(cut(bytes, 20), "it has 20 bytes, an ELF header has 64; give a complete 64-bit x86-64 file");
        assertMessage(
                cut(bytes, 100),
                "its program headers should be at 64..232, the file has 100 bytes; give a complete 64-bit x86-64 file");
        assertMessage(
                cut(bytes, 245),
                "its dynamic section should be at 242..290, the file has 245 bytes; give a complete 64-bit x86-64 file");
    }

    @Test
    void no_byte_of_it_can_be_wrong_and_break_the_reader() throws IOException {
        byte[] good = new ElfFile()
                .interpreter(Path.of("/lib64/ld.so"))
                .needed("liba.so")
                .runpath("/x")
                .bytes();
        Path file = dir.resolve("f");
        for (int at = 0; at < good.length; at++) {
            for (byte wrong : new byte[] {1, (byte) 0xff}) {
                byte[] bytes = good.clone();
                bytes[at] = wrong;
                Files.write(file, bytes, CREATE, WRITE); // not truncated first: that is slow
                try {
                    Elf.read(file);
                } catch (PlanException e) {
                    assertTrue(e.toString().contains(": read ELF file " + file + ": "), e.toString());
                }
            }
        }
    }

    @Test
    void a_32_bit_file_is_told_apart() throws IOException {
        byte[] bytes = new ElfFile().machine(3).bytes();
        bytes[4] = 1;
        Path file = Files.write(dir.resolve("f"), bytes);

        assertMessage(
                file,
                "it is 32-bit little-endian for x86 (32 bit), the guest runs 64-bit little-endian x86-64; "
                        + "give a complete 64-bit x86-64 file");
    }

    @Test
    void an_absent_file_is_named() {
        Path file = dir.resolve("f");

        assertMessage(file, "java.nio.file.NoSuchFileException: " + file + "; give a readable file");
    }

    private Path cut(byte[] bytes, int length) throws IOException {
        return Files.write(dir.resolve("cut" + length), Arrays.copyOf(bytes, length));
    }

    private static void assertMessage(Path file, String expected) {
        PlanException thrown = assertThrows(PlanException.class, () -> Elf.read(file));

        assertEquals("read ELF file " + file + ": " + expected, thrown.getMessage());
    }
}
