// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.vm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsoleTest {
    @TempDir
    Path dir;

    private Console console(String text) throws IOException {
        return new Console(Files.writeString(dir.resolve("console.log"), text));
    }

    @Test
    void a_console_that_was_never_written_is_empty() {
        Console console = new Console(dir.resolve("none"));

        assertEquals(List.of(), console.tail(5));
        assertEquals(Optional.empty(), console.lastLine());
        assertEquals(Optional.empty(), console.panic());
    }

    @Test
    void the_tail_has_neither_blank_lines_nor_carriage_returns() throws IOException {
        Console console = console("one\r\n\r\ntwo\r\n\nthree");

        assertEquals(List.of("two", "three"), console.tail(2));
        assertEquals(Optional.of("three"), console.lastLine());
    }

    @Test
    void the_panic_is_cut_out_from_its_first_sign_to_its_end() throws IOException {
        Console console = console("""
                [    1.000000] all is well
                [    1.100000] BUG: kernel NULL pointer dereference, address: 0000000000000000
                [    1.100001] Oops: Oops: 0002 [#1] SMP NOPTI
                [    1.100002] Kernel panic - not syncing: Fatal exception
                [    1.100003] ---[ end Kernel panic - not syncing: Fatal exception ]---
                rebooting
                """);

        assertEquals("""
                [    1.100000] BUG: kernel NULL pointer dereference, address: 0000000000000000
                [    1.100001] Oops: Oops: 0002 [#1] SMP NOPTI
                [    1.100002] Kernel panic - not syncing: Fatal exception
                [    1.100003] ---[ end Kernel panic - not syncing: Fatal exception ]---""", console.panic().orElseThrow());
    }

    @Test
    void a_panic_that_is_cut_off_goes_to_the_last_line() throws IOException {
        Console console = console("ok\nKernel panic - not syncing: VFS: Unable to mount root fs\nCPU: 0");

        assertEquals(Optional.of("Kernel panic - not syncing: VFS: Unable to mount root fs\nCPU: 0"), console.panic());
    }

    @Test
    void words_that_only_resemble_trouble_are_none() throws IOException {
        assertEquals(Optional.empty(), console("DEBUG: 1\nLadies and Oopsies\n").panic());
    }

    @Test
    void of_a_long_console_only_the_end_is_looked_at() throws IOException {
        Console console = console("Kernel panic - not syncing: old\n" + "x\n".repeat(100_000) + "end\n");

        assertEquals(Optional.empty(), console.panic());
        assertEquals(Optional.of("end"), console.lastLine());
    }
}
