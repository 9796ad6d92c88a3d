// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.vmtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ktstr4j.vmtests.fixture.Refused;
import org.ktstr4j.vmtests.harness.Guest;
import org.ktstr4j.vmtests.harness.Ran;
import org.ktstr4j.vmtests.harness.RequiresVm;
import org.ktstr4j.vmtests.harness.UnfitPrograms;

/// Declarations that are refused, with kernel and QEMU there, before anything boots.
@RequiresVm
class PlanVmTest {
    @TempDir
    private static Path programs;

    @BeforeAll
    static void make_programs() throws IOException {
        UnfitPrograms.make(programs);
        System.setProperty(Refused.DIRECTORY, programs.toString());
    }

    @Test
    void an_absent_program_is_refused() {
        assertRefused("absent", "pack program \"P/absent\": no file P/absent; install it, or correct the path");
    }

    @Test
    void a_program_that_is_not_in_the_path_is_refused() {
        assertRefused(
                "notInPath",
                "pack program \"ktstr4j-nowhere\": not found in PATH (%s); install it, or give its absolute path"
                        .formatted(System.getenv("PATH").replace(":", ", ")));
    }

    @Test
    void a_program_that_is_not_executable_is_refused() {
        assertRefused(
                "notExecutable",
                "pack program \"P/not-executable\": P/not-executable is not executable (mode rw-r--r--);"
                        + " run chmod +x P/not-executable");
    }

    @Test
    void a_program_for_another_machine_is_refused() {
        assertRefused(
                "foreign",
                "pack program \"P/foreign\": P/foreign is made for AArch64, the guest runs x86-64;"
                        + " give a binary for x86-64");
    }

    @Test
    void a_program_without_one_of_its_libraries_is_refused() {
        assertRefused(
                "withoutLibrary",
                "pack program \"P/without-library\": library gone.so.6, needed by P/without-library, not found in DIRS;"
                        + " install the package that has it");
    }

    @Test
    void an_absent_include_file_is_refused() {
        assertRefused(
                "absentInclude",
                "pack include file \"src/test/include/absent\": no file %s; correct the path"
                        .formatted(Path.of("src/test/include/absent").toAbsolutePath()));
    }

    @Test
    void llcs_that_do_not_divide_by_the_nodes_are_refused() {
        assertRefused(
                "unevenNodes",
                "topology \"2n3l1c1t\": 3 LLCs do not divide by 2 nodes;"
                        + " use 2 or 4 LLCs (LLCs are counted over all nodes)");
    }

    @Test
    void more_cpus_than_qemu_allows_are_refused() {
        assertRefused(
                "moreCpusThanQemuAllows",
                "topology \"1n1l300c1t\": 300 CPUs, but machine \"pc\" of QEMU V allows at most 255;"
                        + " use fewer LLCs, cores or threads");
    }

    @Test
    void too_little_memory_for_the_guest_is_refused() {
        assertRefused(
                "tooLittleMemory",
                "memory of 128 MiB on 1 node: the window (to N MiB, in node 0) and an initramfs of N MiB do not fit;"
                        + " use at least N MiB");
    }

    @Test
    void more_memory_than_the_host_has_is_refused() {
        assertRefused(
                "moreMemoryThanTheHostHas",
                "memory for a guest of 900000 MiB: /dev/shm has N MiB free; lower memoryMib, or free space there");
    }

    private static void assertRefused(String method, String expected) {
        Ran ran = Guest.of(Refused.class, method).run();

        String shown = ran.why()
                .replace(programs.toString(), "P")
                .replaceAll("not found in /[^;]*;", "not found in DIRS;")
                .replaceAll("QEMU [0-9.]+", "QEMU V")
                .replaceAll("(to|of|least|has) \\d{2,5} MiB(?! on)", "$1 N MiB");
        assertEquals("could not run", ran.label());
        assertEquals("plan @KtstrTest Refused." + method + ": " + expected, shown);
        assertEquals(ran.why(), ran.message());
        assertEquals("not started", ran.sidecar().ending());
        assertTrue(ran.history().records().isEmpty());
        assertFalse(Files.exists(ran.directory().resolve("console.log")));
    }
}
