// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.vm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ktstr4j.plan.PlanException;

class QemuFinderTest {
    private static final String REMEDY = "run ./ktstr setup, or set KTSTR_QEMU to one";

    @TempDir
    Path dir;

    private Path qemuPrinting(String text) throws IOException {
        return StandInGuard.script(
                dir.resolve("qemu-system-x86_64"), "#!/bin/sh\necho x >> " + dir + "/asked\necho '" + text + "'\n");
    }

    private static @Nullable String refusal(Map<String, String> environment) {
        return assertThrows(PlanException.class, () -> new QemuFinder(environment).find())
                .getMessage();
    }

    @Test
    void the_first_on_the_path_is_found() throws IOException {
        Path qemu = qemuPrinting("QEMU emulator version 10.2.1");

        QemuBinary found = new QemuFinder(Map.of("PATH", "/nowhere:" + dir)).find();

        assertEquals(qemu, found.path());
        assertEquals("10.2.1", found.version().toString());
    }

    @Test
    void the_variable_wins_over_the_path() throws IOException {
        qemuPrinting("QEMU emulator version 10.2.1");
        Path other = StandInGuard.script(dir.resolve("mine"), "#!/bin/sh\necho QEMU emulator version 11.0.0\n");

        QemuBinary found = new QemuFinder(Map.of("PATH", dir.toString(), "KTSTR_QEMU", other.toString())).find();

        assertEquals(other, found.path());
    }

    @Test
    void a_program_is_asked_once_until_it_changes() throws IOException {
        Path qemu = qemuPrinting("QEMU emulator version 10.2.1");
        QemuFinder finder = new QemuFinder(Map.of("PATH", dir.toString()));

        finder.find();
        finder.find();
        assertEquals(1, Files.readAllLines(dir.resolve("asked")).size());

        Files.setLastModifiedTime(qemu, java.nio.file.attribute.FileTime.fromMillis(1));
        finder.find();
        assertEquals(2, Files.readAllLines(dir.resolve("asked")).size());
    }

    @Test
    void no_qemu_is_refused_with_the_remedy() {
        assertEquals(
                "find QEMU: no qemu-system-x86_64 on PATH \"/nowhere\"; " + REMEDY,
                refusal(Map.of("PATH", "/nowhere")));
    }

    @Test
    void too_old_a_qemu_is_refused_with_both_versions() throws IOException {
        Path qemu = qemuPrinting("QEMU emulator version 7.2.17 (Debian 1:7.2+dfsg-7+deb12u15)");

        assertEquals(
                "find QEMU: " + qemu + " is version 7.2.17, needs 10 or newer; " + REMEDY,
                refusal(Map.of("PATH", dir.toString())));
    }

    @Test
    void a_variable_that_names_nothing_is_refused() throws IOException {
        Path plain = Files.writeString(dir.resolve("plain"), "text");

        assertEquals(
                "find QEMU: KTSTR_QEMU is \"/no/qemu\", no such file; set it to a qemu-system-x86_64, or unset it",
                refusal(Map.of("KTSTR_QEMU", "/no/qemu")));
        assertEquals(
                "find QEMU: KTSTR_QEMU is \"" + plain
                        + "\", not an executable file; set it to a qemu-system-x86_64, or unset it",
                refusal(Map.of("KTSTR_QEMU", plain.toString())));
    }

    @Test
    void a_program_that_is_no_qemu_is_refused() throws IOException {
        Path other = qemuPrinting("hello");

        assertEquals(
                "find QEMU: " + other + " --version printed \"hello\", not a version of QEMU; " + REMEDY,
                refusal(Map.of("PATH", dir.toString())));
    }

    @Test
    void a_program_that_fails_is_refused_with_what_it_printed() throws IOException {
        Path broken = StandInGuard.script(
                dir.resolve("qemu-system-x86_64"), "#!/bin/sh\necho libfoo.so: not found >&2\nexit 127\n");

        assertEquals(
                "find QEMU: run " + broken + " --version: exit code 127, printed \"libfoo.so: not found\"; " + REMEDY,
                refusal(Map.of("PATH", dir.toString())));
    }
}
