// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ktstr4j.plan.PlanException;

class BzImageTest {
    private static final String VERSION = "7.3.4+deb13-cloud-amd64 (a@b) #1 SMP PREEMPT_DYNAMIC Debian 7.3.4-1";
    private static final String USE = "use the bzImage (arch/x86/boot/bzImage of a build, vmlinuz of a package)";

    @TempDir
    Path dir;

    private Path file;

    @BeforeEach
    void name_the_file() {
        file = dir.resolve("bzImage");
    }

    @Test
    void the_header_is_read() {
        BzImage header = BzImage.read(new TestImage(VERSION).write(file));

        assertEquals("7.3.4+deb13-cloud-amd64", header.release());
        assertEquals(VERSION, header.version());
        assertEquals(0x20f, header.protocol());
        assertEquals("2.15", header.protocolText());
        assertEquals(60L << 20, header.initSizeBytes());
        assertEquals(2048 + 4096, header.sizeBytes());
    }

    @Test
    void no_setup_sectors_means_four() {
        new TestImage(VERSION).u16(0x1f1, 0).u32(0x1f4, (4096 - 512) / 16).write(file);

        assertEquals(VERSION, BzImage.read(file).version());
    }

    @Test
    void a_missing_file_is_said() {
        refused("no such file; give the path of a bzImage, or \"debian\" for a stock kernel of Debian");
    }

    @Test
    void a_directory_is_refused() {
        file = dir;
        refused("is a directory; give the bzImage file");
    }

    @Test
    void a_truncated_image_is_refused() throws IOException {
        byte[] whole = new TestImage(VERSION).bytes();
        Files.write(file, java.util.Arrays.copyOf(whole, whole.length - 1));

        refused("truncated: its header promises 6144 bytes, the file has 6143; copy or build it again");
    }

    @Test
    void an_image_cut_off_in_its_setup_is_truncated_too() throws IOException {
        Files.write(file, java.util.Arrays.copyOf(new TestImage(VERSION).bytes(), 0x280));

        refused("truncated: its header promises 6144 bytes, the file has 640; copy or build it again");
    }

    @Test
    void a_vmlinux_is_told_from_a_bzimage() throws IOException {
        Files.write(file, "\u007fELF\u0002\u0001".getBytes(StandardCharsets.ISO_8859_1));

        refused("not a bzImage: an ELF file (a vmlinux?); " + USE);
    }

    @Test
    void a_package_is_told_from_a_bzimage() throws IOException {
        Files.writeString(file, "!<arch>\ndebian-binary   ");

        refused("not a bzImage: an archive (a .deb package?); unpack it, or let `ktstr kernel fetch` do it");
    }

    @Test
    void an_initramfs_is_told_from_a_bzimage() throws IOException {
        Files.writeString(file, "07070100000001");

        refused("not a bzImage: a cpio archive (an initramfs?); " + USE);
    }

    @Test
    void an_arm64_image_is_told_from_a_bzimage() throws IOException {
        byte[] image = new byte[4096];
        image[0] = 'M';
        image[1] = 'Z';
        System.arraycopy(new byte[] {'A', 'R', 'M', 'd'}, 0, image, 0x38, 4);
        Files.write(file, image);

        refused("not a bzImage: an arm64 kernel image; use an x86-64 kernel");
    }

    @Test
    void text_is_shown_as_text() throws IOException {
        Files.writeString(file, "hello, this is no kernel");

        refused("not a bzImage: no \"HdrS\" at byte 514 of 24, it starts with \"hello, this is n\"; " + USE);
    }

    @Test
    void other_bytes_are_shown_in_hex() throws IOException {
        Files.write(file, new byte[] {0, 1, (byte) 0xfe});

        refused("not a bzImage: no \"HdrS\" at byte 514 of 3, it starts with 00 01 fe; " + USE);
    }

    @Test
    void an_empty_file_is_refused() throws IOException {
        Files.createFile(file);

        refused("not a kernel: the file is empty; copy or build it again");
    }

    @Test
    void a_32_bit_kernel_is_refused() {
        new TestImage(VERSION).u16(0x236, 0).write(file);

        refused("a 32-bit x86 kernel; build it with CONFIG_64BIT=y");
    }

    @Test
    void an_old_boot_protocol_is_refused() {
        new TestImage(VERSION).u16(0x206, 0x20a).write(file);

        refused("boot protocol 2.10, needed is 2.12 or newer; use a kernel of the last ten years");
    }

    @Test
    void an_image_without_version_is_refused() {
        new TestImage("").write(file);

        refused("its header holds no version text; build it with the kernel's own `make bzImage`");
    }

    private void refused(String expected) {
        PlanException e = assertThrows(PlanException.class, () -> BzImage.read(file));
        assertEquals("read kernel \"%s\": %s".formatted(file, expected), e.getMessage());
    }
}
