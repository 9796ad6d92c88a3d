// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.ktstr4j.plan.PlanException;

/// Makes the AOT cache of the agent: its classes and those of the JDK that it uses, loaded and linked (JEP 483, 514).
///
/// The cache holds the class path it was made with. The JVM accepts it under another directory as long as file
/// names, sizes and modification times agree. It also tells classes where they came from by that path, taken from
/// the working directory; so training runs in a directory that stands for the guest's `/`, with relative paths.
/// Then both are right in the guest.
final class AotCache {
    private static final int TRAINING_LIMIT_S = 120;

    private AotCache() {}

    /// Runs the agent once on the host and writes the cache.
    ///
    /// @param root stands for the guest's `/`
    static void make(GuestRuntime runtime, Path root, BaseImage.Parts parts, Path cache) throws IOException {
        List<String> line =
                new ArrayList<>(List.of(runtime.home().resolve("bin/java").toString()));
        line.addAll(JvmOptions.training());
        line.add("-XX:AOTCacheOutput=" + cache.toAbsolutePath());
        line.add("-cp");
        line.add(String.join(":", parts.guestJars()));
        line.add(parts.mainClass());
        line.addAll(parts.training());
        Path said = Files.createTempFile("ktstr-training", ".log");
        try {
            ProcessBuilder builder = new ProcessBuilder(line)
                    .directory(root.toFile())
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile());
            builder.environment().clear(); // JAVA_TOOL_OPTIONS and the like would end up in the cache
            String end = run(builder);
            if (!end.equals("exited with 0") || !Files.exists(cache)) {
                throw PlanException.of("make the AOT cache of the guest's agent: the training run of "
                        + parts.mainClass() + " " + parts.training() + " " + end + " and said \""
                        + Files.readString(said, UTF_8).strip() + "\"; set JAVA_HOME to an unmodified JDK 25");
            }
        } finally {
            Files.deleteIfExists(said);
        }
    }

    private static String run(ProcessBuilder builder) throws IOException {
        Process process = builder.start();
        try {
            if (process.waitFor(TRAINING_LIMIT_S, TimeUnit.SECONDS)) {
                return "exited with " + process.exitValue();
            }
            return "did not end within " + TRAINING_LIMIT_S + " s";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PlanException("make the AOT cache of the guest's agent: interrupted; run again", e);
        } finally {
            process.destroyForcibly();
        }
    }
}
