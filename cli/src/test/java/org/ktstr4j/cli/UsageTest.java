// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/// What a wrong command line gets.
class UsageTest {
    private static final String HELP = """
            Usage: ktstr [-hV] [COMMAND]
            Scheduler tests for Linux, from Java: each test runs inside a fresh kernel.
              -h, --help      Show this help message and exit.
              -V, --version   Print version information and exit.
            Commands:
              test       Run tests, each in a fresh kernel.
              demo       Run a chapter of the demonstration; without one, the first.
              list       List canned scenarios.
              export     Make one file of a test, which runs it as root on a machine
                           without Java and without a VM.
              verifier   Attach a scheduler, print what the kernel's verifier made of its
                           programs, and compare two runs.
              scheduler  Build the example schedulers of the kernel tree.
              kernel     Fetch, list, show and clean kernels to test on.
              report     Report on a run directory again; needs no VM.
              replay     Have a simulated run again, from its run directory: the same
                           kernel, topology, test and seed.
              shrink     Find the smallest test that still fails like a simulated run:
                           fewer CPUs, steps, cgroups, workers, less time. Prints it as
                           code.
              template   List and clean the guests that were booted once and from which
                           tests start.

            `ktstr setup [--check]` installs, or lists, what the machine needs.
            Exit codes: 0 passed or skipped, 1 failed, 2 inconclusive, 64 usage, 69 could
            not run.
            """;

    @Test
    void a_wrong_command_line_exits_with_64_and_says_where_to_look() {
        assertUsage("no command given", "ktstr");
        assertUsage("Unmatched argument at index 0: 'tset'", "ktstr", "tset");
        assertUsage("Unknown option: '--kernle=x'", "ktstr test", "test", "--kernle=x");
        assertUsage("Missing required parameter for option '--kernel' (KERNEL)", "ktstr test", "test", "--kernel");
        assertUsage("Unmatched argument at index 1: 'StealTest'", "ktstr test", "test", "StealTest");
        assertUsage("list: nothing to list was named: --scenarios", "ktstr list", "list");
        assertUsage("Missing required parameter: 'DIR'", "ktstr report", "report");
        assertUsage("Missing required parameter: 'TEST'", "ktstr export", "export");
        assertUsage("kernel: no command given: fetch, list, show or clean", "ktstr kernel", "kernel");
        assertUsage("Unmatched argument at index 1: 'fecht'", "ktstr kernel", "kernel", "fecht");
        assertUsage("scheduler: no command given: build", "ktstr scheduler", "scheduler");
    }

    @Test
    void the_verifiers_figures_are_of_two_runs_at_most() {
        assertUsage("Missing required option: '--scheduler=SCHEDULER'", "ktstr verifier", "verifier");
        assertUsage(
                "2 schedulers on 2 kernels: two runs are compared at most; give two of one and one of the other",
                "ktstr verifier",
                "verifier",
                "--scheduler",
                "a",
                "--scheduler",
                "b",
                "--kernel",
                "debian:6.18",
                "--kernel",
                "debian:7.3");
    }

    @Test
    void a_chapter_that_is_not_there_names_those_that_are() {
        StringBuilder names = new StringBuilder();
        for (Chapter each : Chapter.ALL)
            names.append(names.isEmpty() ? "" : ", ").append(each.name());

        assertUsage("no chapter \"nosuch\"; there are " + names, "ktstr demo", "demo", "nosuch");
    }

    @Test
    void a_class_path_that_is_not_there_cannot_run() {
        assertEquals(
                new Command(
                        69,
                        "",
                        "ktstr: read class path: \"/nonexistent/classes\" does not exist;"
                                + " build the tests first, or mend --classpath\n"),
                Command.run("test", "--classpath", "/nonexistent/classes"));
    }

    @Test
    void help_is_no_error() {
        assertEquals(new Command(0, HELP, ""), Command.run("--help"));
        for (String command : new String[] {
            "test",
            "demo",
            "list",
            "export",
            "verifier",
            "scheduler",
            "kernel",
            "report",
            "replay",
            "shrink",
            "template"
        }) {
            assertTrue(Command.run(command, "--help").out().startsWith("Usage: ktstr " + command), command);
        }
    }

    @Test
    void the_version_names_the_java_it_runs_on() {
        Command version = Command.run("--version");

        assertEquals(0, version.exitCode());
        assertTrue(version.out().contains("Java " + Runtime.version()), version.out());
    }

    @Test
    void chapters_are_listed_each_with_what_it_shows() {
        Command list = Command.run("demo", "--list");

        assertEquals(0, list.exitCode());
        assertEquals(Chapter.ALL.size(), list.out().lines().count());
        assertTrue(list.out().startsWith("main "), list.out());
    }

    private static void assertUsage(String what, String command, String... arguments) {
        assertEquals(
                new Command(64, "", "ktstr: %s\nSee `%s --help`.\n".formatted(what, command)), Command.run(arguments));
    }
}
