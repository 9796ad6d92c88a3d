// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/// A command that was run in this JVM.
///
/// @param exitCode what it would have exited with
/// @param out what it wrote to standard output
/// @param error what it wrote to standard error
record Command(int exitCode, String out, String error) {
    static Command run(String... arguments) {
        PrintStream outBefore = System.out;
        PrintStream errorBefore = System.err;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream error = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(error, true, StandardCharsets.UTF_8));
            int exitCode = Main.commandLine().execute(arguments);
            return new Command(exitCode, out.toString(StandardCharsets.UTF_8), error.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(outBefore);
            System.setErr(errorBefore);
        }
    }
}
