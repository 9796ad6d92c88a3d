// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ktstr4j.plan.PlanException;

class ClosureTest {
    @TempDir
    Path temporary;

    Path dir = Path.of("");
    Path loader = Path.of("");
    Path lib = Path.of("");
    Path extra = Path.of("");
    Closure closure = new Closure(List.of(), List.of());

    @BeforeEach
    void aHost() throws IOException {
        dir = temporary.toRealPath();
        lib = dir.resolve("syslib");
        extra = dir.resolve("extra");
        loader = new ElfFile().soname("ld.so").write(dir.resolve("loader/ld.so"));
        new ElfFile().soname("libc.so.6").needed("ld.so").write(lib.resolve("libc.so.6"));
        Files.createDirectories(extra);
        closure = new Closure(List.of(dir.resolve("bin"), dir.resolve("sbin")), List.of(extra, lib));
    }

    @Test
    void a_program_brings_its_loader_and_libraries_of_libraries() throws IOException {
        Path program = program().needed("liba.so.1", "libc.so.6").write(dir.resolve("bin/run"));
        new ElfFile().soname("liba.so.1").needed("libb.so.2", "libc.so.6").write(lib.resolve("liba.so.1"));
        new ElfFile().soname("libb.so.2").needed("liba.so.1").write(lib.resolve("libb.so.2"));

        Closure.Program found = closure.of("run");

        assertEquals(program.toString(), found.guestPath());
        assertEquals(
                Map.of(
                        program.toString(),
                        program.toString(),
                        loader.toString(),
                        loader.toString(),
                        lib + "/liba.so.1",
                        lib + "/liba.so.1",
                        lib + "/libb.so.2",
                        lib + "/libb.so.2",
                        lib + "/libc.so.6",
                        lib + "/libc.so.6"),
                origins(found.files()));
    }

    @Test
    void a_library_that_only_the_hosts_loader_knows_goes_beside_the_c_library() throws IOException {
        program().needed("liba.so.1", "libc.so.6").write(dir.resolve("bin/run"));
        Path real = new ElfFile().soname("liba.so.1").write(extra.resolve("liba.so.1.0.7"));
        Files.createSymbolicLink(extra.resolve("liba.so.1"), real.getFileName());

        assertEquals(real.toString(), origins(closure.of("run").files()).get(lib + "/liba.so.1"));
    }

    @Test
    void runpath_comes_before_the_hosts_directories_and_keeps_its_place() throws IOException {
        program().needed("liba.so").runpath("/nowhere:$ORIGIN/../private").write(dir.resolve("app/bin/run"));
        new ElfFile().write(lib.resolve("liba.so"));
        Path own = new ElfFile().write(dir.resolve("app/private/liba.so"));

        Map<String, String> found = origins(closure.of(dir + "/app/bin/run").files());

        assertEquals(own.toString(), found.get(own.toString()));
        assertEquals(3, found.size());
    }

    @Test
    void runpath_is_not_inherited_and_rpath_is() throws IOException {
        Path inner = new ElfFile().write(dir.resolve("private/libinner.so"));
        new ElfFile().needed("libinner.so").write(dir.resolve("private/libouter.so"));
        program().needed("libouter.so").rpath("${ORIGIN}/../private").write(dir.resolve("bin/old"));
        program().needed("libouter.so").runpath("$ORIGIN/../private").write(dir.resolve("bin/new"));

        assertTrue(origins(closure.of("old").files()).containsKey(inner.toString()));
        assertMessage(
                "new",
                "pack program \"new\": library libinner.so, needed by " + dir + "/private/libouter.so, not found in "
                        + extra + ", " + lib + "; install the package that has it");
    }

    @Test
    void libraries_of_another_architecture_are_passed_over() throws IOException {
        program().needed("liba.so").write(dir.resolve("bin/run"));
        new ElfFile().machine(183).write(extra.resolve("liba.so"));
        Path good = new ElfFile().write(lib.resolve("liba.so"));

        assertEquals(good.toString(), origins(closure.of("run").files()).get(lib + "/liba.so"));
    }

    @Test
    void a_link_to_a_program_is_there_too() throws IOException {
        program().write(dir.resolve("bin/mawk"));
        Files.createSymbolicLink(dir.resolve("bin/awk"), Path.of("mawk"));

        Closure.Program found = closure.of("awk");

        assertEquals(dir + "/bin/awk", found.guestPath());
        assertEquals("a link to " + dir + "/bin/mawk", origins(found.files()).get(dir + "/bin/awk"));
        assertEquals(dir + "/bin/mawk", origins(found.files()).get(dir + "/bin/mawk"));
    }

    @Test
    void a_script_brings_its_interpreter_and_the_program_that_env_starts() throws IOException {
        program().write(dir.resolve("bin/env"));
        program().needed("libc.so.6").write(dir.resolve("sbin/python3"));
        script("bin/run", "#! " + dir + "/bin/env -S A=1 python3 -u\nprint()\n");

        Map<String, String> found = origins(closure.of("run").files());

        assertTrue(found.keySet().containsAll(List.of(dir + "/bin/env", dir + "/sbin/python3", lib + "/libc.so.6")));
    }

    @Test
    void a_static_program_is_alone() throws IOException {
        Path program = new ElfFile().write(dir.resolve("bin/run"));

        assertEquals(
                Map.of(program.toString(), program.toString()),
                origins(closure.of("run").files()));
    }

    @Test
    void an_absent_program_is_refused() {
        assertMessage(
                "fio",
                "pack program \"fio\": not found in PATH (" + dir + "/bin, " + dir + "/sbin); "
                        + "install it, or give its absolute path");
        assertMessage(
                dir + "/fio",
                "pack program \"" + dir + "/fio\": no file " + dir + "/fio; install it, or correct the path");
        assertMessage(
                dir.toString(),
                "pack program \"" + dir + "\": " + dir + " is not a regular file; name the program itself");
        assertMessage(
                "./fio",
                "pack program \"./fio\": a relative path; give an absolute path, or a bare name to look up in PATH");
    }

    @Test
    void a_program_that_may_not_run_is_refused() throws IOException {
        Path program = program().write(dir.resolve("bin/run"));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rw-r--r--"));

        assertMessage(
                "run",
                "pack program \"run\": " + program + " is not executable (mode rw-r--r--); run chmod +x " + program);
    }

    @Test
    void a_program_for_another_architecture_is_refused() throws IOException {
        Path program = program().machine(183).write(dir.resolve("bin/run"));

        assertMessage(
                "run",
                "pack program \"run\": " + program + " is made for AArch64, the guest runs x86-64; "
                        + "give a binary for x86-64");
    }

    @Test
    void a_missing_library_is_named_with_who_needs_it_and_where_it_was_sought() throws IOException {
        program().needed("liba.so").runpath("$ORIGIN/../private").write(dir.resolve("bin/run"));
        new ElfFile().needed("libgone.so.3").runpath("/opt/gone").write(dir.resolve("private/liba.so"));

        assertMessage(
                "run",
                "pack program \"run\": library libgone.so.3, needed by " + dir + "/private/liba.so, not found in "
                        + "/opt/gone, " + extra + ", " + lib + "; install the package that has it");
    }

    @Test
    void a_missing_loader_is_named() throws IOException {
        Path program = new ElfFile().interpreter(Path.of("/lib/ld-gone.so")).write(dir.resolve("bin/run"));

        assertMessage(
                "run",
                "pack program \"run\": its loader /lib/ld-gone.so is not on this host; " + "install the C library that "
                        + program + " was linked with");
    }

    @Test
    void a_script_without_its_interpreter_is_refused() throws IOException {
        script("bin/run", "#!/opt/gone/zsh -f\n");

        assertMessage(
                "run",
                "pack program \"run\": its interpreter \"/opt/gone/zsh\" (first line \"#!/opt/gone/zsh -f\"): "
                        + "no file /opt/gone/zsh; install it, or correct the path");
    }

    @Test
    void env_of_an_absent_program_is_refused() throws IOException {
        program().write(dir.resolve("bin/env"));
        script("bin/run", "#!" + dir + "/bin/env python9\n");

        assertMessage(
                "run",
                "pack program \"run\": its interpreter \"python9\" (first line \"#!" + dir + "/bin/env python9\"): "
                        + "not found in PATH (" + dir + "/bin, " + dir
                        + "/sbin); install it, or give its absolute path");
    }

    @Test
    void a_script_that_interprets_itself_is_refused() throws IOException {
        script("bin/run", "#!" + dir + "/bin/run\n");

        PlanException thrown = assertThrows(PlanException.class, () -> closure.of("run"));

        assertTrue(
                thrown.toString()
                        .endsWith("scripts interpret each other more than 4 deep; name a binary as interpreter"),
                thrown.toString());
    }

    @Test
    void a_file_that_is_neither_is_refused() throws IOException {
        script("bin/run", "hello world, this is text\n");

        assertMessage(
                "run",
                "pack program \"run\": it starts with \"hello world, thi\", neither an ELF file nor a script; "
                        + "give a binary, or a script whose first line is #!interpreter");
    }

    @Test
    void included_elf_files_bring_libraries_to_where_they_look_in_the_guest() throws IOException {
        Path program =
                program().needed("liba.so", "libc.so.6").runpath("$ORIGIN/lib").write(dir.resolve("build/run"));
        Path own = new ElfFile().write(dir.resolve("build/lib/liba.so"));
        Path object = new ElfFile().machine(247).needed("libgone.so").write(dir.resolve("build/prog.bpf.o"));
        Path plugin = new ElfFile().needed("libgone.so").write(dir.resolve("build/plugin.so"));
        GuestFiles files = new GuestFiles()
                .file("/include-files/run", program, 0755)
                .file("/include-files/prog.bpf.o", object, 0644)
                .file("/include-files/plugin.so", plugin, 0644);

        closure.complete(files);

        Map<String, String> found = origins(files);
        assertEquals(own.toString(), found.get("/include-files/lib/liba.so"));
        assertEquals(lib + "/libc.so.6", found.get(lib + "/libc.so.6"));
        assertEquals(6, found.size());
    }

    @Test
    void included_programs_do_not_share_what_they_found() throws IOException {
        Path one = program().needed("liba.so").runpath("$ORIGIN").write(dir.resolve("one/run1"));
        Path other = program().needed("liba.so").write(dir.resolve("other/run2"));
        new ElfFile().write(dir.resolve("one/liba.so"));
        new ElfFile().write(lib.resolve("liba.so"));
        GuestFiles files =
                new GuestFiles().file("/include-files/run1", one, 0755).file("/include-files/run2", other, 0755);

        closure.complete(files);

        assertEquals(dir + "/one/liba.so", origins(files).get("/include-files/liba.so"));
        assertEquals(lib + "/liba.so", origins(files).get(lib + "/liba.so"));
    }

    @Test
    void an_included_program_must_find_its_libraries() throws IOException {
        Path program = program().needed("libgone.so").write(dir.resolve("build/run"));
        GuestFiles files = new GuestFiles().file("/include-files/run", program, 0755);

        PlanException thrown = assertThrows(PlanException.class, () -> closure.complete(files));

        assertEquals(
                "pack " + program + ": library libgone.so, needed by " + program + ", not found in " + extra + ", "
                        + lib + "; install the package that has it",
                thrown.getMessage());
    }

    @Test
    void programs_of_this_host_are_closed() {
        Map<String, String> found = origins(Closure.ofHost().of("sh").files());

        assertTrue(found.keySet().stream().anyMatch(path -> path.endsWith("/libc.so.6")), found.toString());
        assertTrue(found.containsKey("/usr/lib64/ld-linux-x86-64.so.2"), found.toString());
    }

    private ElfFile program() {
        return new ElfFile().interpreter(loader);
    }

    private void script(String name, String text) throws IOException {
        Path file = dir.resolve(name);
        Files.createDirectories(dir.resolve("bin"));
        Files.writeString(file, text);
        assertTrue(file.toFile().setExecutable(true));
    }

    private void assertMessage(String program, String expected) {
        PlanException thrown = assertThrows(PlanException.class, () -> closure.of(program));

        assertEquals(expected, thrown.getMessage());
    }

    private static Map<String, String> origins(GuestFiles files) {
        Map<String, String> origins = new TreeMap<>();
        files.entries().forEach((path, entry) -> {
            if (!(entry instanceof Entry.Directory)) {
                origins.put("/" + path, entry.origin());
            }
        });
        return origins;
    }
}
