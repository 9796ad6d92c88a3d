// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.export;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ktstr4j.scheduler.KernelWrite;
import org.ktstr4j.scheduler.Scheduler;
import org.ktstr4j.scheduler.SchedulerSource;
import org.ktstr4j.topology.Topology;

class ScriptTest {
    private static final long SEED = 20261122;

    /// What a shell could take for something else, and pieces of what could end a script early.
    private static final List<String> PIECES = List.of(
            "'",
            "\"",
            "`",
            "$(touch broken)",
            "${HOME}",
            "\\",
            "\n",
            "\r",
            "\t",
            " ",
            ";",
            "&",
            "|",
            "<",
            ">",
            "*",
            "?",
            "~",
            "#",
            "!",
            "--help",
            "-n",
            "__ARCHIVE__",
            "\n__ARCHIVE__\n",
            "EOF",
            "größer",
            "世界",
            "\u0001",
            "x");

    @TempDir
    private Path home;

    @Test
    void any_name_arrives_byte_by_byte_and_nothing_of_it_is_executed() throws Exception {
        Random random = new Random(SEED);
        for (int round = 0; round < 200; round++) {
            String test = hostile(random);
            String display = hostile(random);

            String said = bash(
                    script(test, display).frozen() + "trap - EXIT\nprintf '%s|' \"$TEST\" \"$DISPLAY_NAME\" \"$LLCS\"");

            assertEquals(test + "|" + display + "|2|", said, "seed " + SEED + ", round " + round);
        }
        String huge = "'x\" ".repeat(25_000);
        assertEquals(huge, bash(script(huge, "").frozen() + "trap - EXIT\nprintf %s \"$TEST\""));
        assertTrue(Files.notExists(home.resolve("broken")));
    }

    @Test
    void what_schedulers_ask_and_change_arrives_byte_by_byte() throws Exception {
        Random random = new Random(SEED);
        for (int round = 0; round < 100; round++) {
            String value = hostile(random);
            String word = hostile(random);
            Scheduler scheduler = Scheduler.builder(
                            "s" + hostile(random),
                            new SchedulerSource.KernelBuiltin(
                                    List.of(new KernelWrite("1", "/x")), List.of(new KernelWrite(value, "/y" + word))))
                    .sysctl("kernel." + word, value)
                    .kernelArgs(word)
                    .build();

            String said = bash(script("a.B.c", "", List.of(scheduler)).frozen()
                    + "trap - EXIT\nprintf '%s|' \"${SCHEDULERS[@]}\" \"${SYSCTLS[@]}\" \"${DISABLE[@]}\""
                    + " \"${KERNEL_ARGS[@]}\" \"${#KERNELS[@]}\" \"$SCHED_EXT\"");

            String sysctl = "kernel." + word + "|/proc/sys/kernel/" + word.replace('.', '/') + "|" + value;
            assertEquals(
                    scheduler.name() + "|" + sysctl + "|/y" + word + "|" + value + "|" + word + "|0||",
                    said,
                    "seed " + SEED + ", round " + round);
        }
        assertTrue(Files.notExists(home.resolve("broken")));
    }

    @Test
    void the_watchdog_can_be_told_to_a_scheduler_that_says_how() {
        Scheduler deaf = Scheduler.program("deaf", "scx_deaf");
        Scheduler hearing = Scheduler.builder("hearing", "scx_hearing")
                .watchdogArg("--timeout")
                .build();

        assertEquals("this file starts no sched_ext scheduler", new Scheduling(List.of()).watchdogRefusal());
        assertEquals("", new Scheduling(List.of(hearing)).watchdogRefusal());
        assertEquals(
                "the kernel takes the limit from the scheduler, and deaf declares no option for it"
                        + " (Scheduler.Builder.watchdogArg)",
                new Scheduling(List.of(hearing, deaf)).watchdogRefusal());
    }

    @Test
    void a_name_with_a_nul_is_refused() {
        Script script = script("a\0b", "");

        assertEquals(
                "quote for the shell: the text has a NUL character",
                assertThrows(IllegalArgumentException.class, script::text).getMessage());
    }

    @Test
    void the_first_line_of_the_marker_is_the_last_of_the_script() {
        String text = script("a.B.c", "B\n__ARCHIVE__\nc").text();

        assertTrue(text.startsWith("#!/bin/bash\n"));
        assertTrue(text.endsWith("\nmain \"$@\"\nexit\n" + Script.MARKER + "\n"));
        assertEquals(text.length() - Script.MARKER.length() - 1, text.indexOf("\n" + Script.MARKER + "\n") + 1);
    }

    @Test
    void help_needs_nothing() throws Exception {
        String help = bash(script("a.B.c", "B $(c)").text(), "--help");

        assertTrue(help.startsWith("""
                        Usage: script [--quiet] [--duration S] [--watchdog-timeout S] [--results DIR]
                               script [--list] [--extract DIR] [--help]

                        Runs the test B $(c) on this machine"""), help);
    }

    @Test
    void shellcheck_finds_nothing() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/shellcheck")), "no shellcheck; ./ktstr setup installs it");
        Path script = Files.writeString(
                home.resolve("script"), script("a.B.c", String.join("", PIECES)).text());

        Process check = new ProcessBuilder("/usr/bin/shellcheck", script.toString())
                .redirectErrorStream(true)
                .start();

        assertEquals("", new String(check.getInputStream().readAllBytes(), UTF_8));
        assertEquals(0, check.waitFor());
    }

    @Test
    void a_script_that_was_cut_off_anywhere_says_so_or_is_no_script() throws Exception {
        String text = script("a.B.c", "B.c").text();
        Random random = new Random(SEED);
        int whole = text.indexOf("\nmain \"$@\"\n");
        int trap = text.indexOf("EXIT\n") + 5;

        for (int round = 0; round < 40; round++) {
            Path cut = Files.writeString(home.resolve("script"), text.substring(0, random.nextInt(trap, whole)));
            Process process = new ProcessBuilder("bash", cut.toString(), "--help")
                    .directory(home.toFile())
                    .redirectErrorStream(true)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), UTF_8);
            assertTrue(process.waitFor() != 0, said);
            assertTrue(said.endsWith("this file was cut off: copy it again\nstage: file\n"), said);
        }
    }

    private static Script script(String test, String display) {
        return script(test, display, List.of());
    }

    private static Script script(String test, String display, List<Scheduler> schedulers) {
        return new Script(
                test,
                display,
                Topology.parse("1n2l3c4t"),
                1024,
                60,
                new Scheduling(schedulers),
                "unknown",
                "0".repeat(64),
                3);
    }

    private static String hostile(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(8); i >= 0; i--) text.append(PIECES.get(random.nextInt(PIECES.size())));
        return text.toString();
    }

    private String bash(String text, String... arguments) throws IOException, InterruptedException {
        Path script = Files.writeString(home.resolve("script"), text);
        List<String> command = new java.util.ArrayList<>(List.of("bash", script.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).directory(home.toFile()).start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertEquals(0, process.waitFor(), new String(process.getErrorStream().readAllBytes(), UTF_8));
        return said;
    }
}
