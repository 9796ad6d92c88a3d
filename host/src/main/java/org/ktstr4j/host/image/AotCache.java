// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.ktstr4j.plan.PlanException;

/// Makes the AOT cache of the agent: its classes and those of the JDK that it uses, loaded and linked (JEP
/// 483, 514).
///
/// The cache holds the class path it was made with. The JVM accepts it under another directory as long as file
/// names, sizes and modification times agree. It also tells classes where they came from by that path, taken from
/// the working directory; so training runs in a directory that stands for the guest's `/`, with relative paths.
/// Then both are right in the guest.
final class AotCache {
    private static final String DOING = "make the AOT cache of the guest's agent";
    private static final String REMEDY = "set JAVA_HOME to an unmodified JDK 25 with HotSpot";

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
        Child.run(DOING, line, root, REMEDY);
        if (!Files.exists(cache)) {
            throw PlanException.of(DOING + ": \"" + String.join(" ", line) + "\" wrote none; " + REMEDY);
        }
    }
}
