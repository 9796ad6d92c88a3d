// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.ktstr4j.plan.PlanException;

/// A tool of the JDK, run to its end on the host.
///
/// Its environment is that of the guest's agent, not ours: `JAVA_TOOL_OPTIONS` and the like would end up in what
/// it makes.
final class Child {
    private static final int LIMIT_S = 120;

    private Child() {}

    /// Runs a command, and returns when it has exited with 0.
    ///
    /// @param doing what for, starts the message when it fails
    /// @param said a new file for what it says, gone at the end: where it is swept if we are killed
    /// @param remedy ends the message
    static void run(String doing, List<String> command, Path directory, Path said, String remedy) throws IOException {
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectInput(new File("/dev/null"))
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile());
            builder.environment().clear();
            builder.environment().put("LANG", "C.UTF-8");
            String end = end(doing, builder.start());
            if (!end.equals("exited with 0")) {
                throw PlanException.of(doing + ": \"" + String.join(" ", command) + "\" " + end + " and said \""
                        + Files.readString(said, UTF_8).strip() + "\"; " + remedy);
            }
        } finally {
            Files.deleteIfExists(said);
        }
    }

    private static String end(String doing, Process process) {
        try {
            if (process.waitFor(LIMIT_S, TimeUnit.SECONDS)) {
                return "exited with " + process.exitValue();
            }
            return "did not end within " + LIMIT_S + " s";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PlanException(doing + ": interrupted; run again", e);
        } finally {
            process.destroyForcibly();
        }
    }
}
