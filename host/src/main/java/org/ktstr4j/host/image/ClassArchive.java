// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.ktstr4j.plan.PlanException;

/// Makes the archive of loaded and linked classes with which the agent's JVM starts: all of its own, those that it uses
/// in a training run on the host, and those that the JDK lists as the usual ones, for the bodies of tests.
///
/// It is made from lists, not as an AOT cache of the training run: it starts a body sooner (measured, in
/// instructions: 5 % less), and the same JDK and jars give the same archive, but for the times of soft
/// references.
/// An AOT cache differs each time, and with it a simulated run.
///
/// The archive holds the class path it was made with. The JVM accepts it under another directory as long as file
/// names, sizes and modification times agree. It also tells classes where they came from by that path, taken from
/// the working directory; so the host works in a directory that stands for the guest's `/`, with relative paths.
final class ClassArchive {
    private static final String DOING = "make the class archive of the guest's agent";
    private static final String REMEDY = "set JAVA_HOME to an unmodified JDK 25 with HotSpot";

    /// What the archive must not depend on: memory and number of CPUs of this host.
    private static final List<String> ANY_HOST = List.of("-Xmx256m", "-XX:ActiveProcessorCount=1");

    private ClassArchive() {}

    /// Runs the agent once on the host, then writes the archive.
    ///
    /// @param root stands for the guest's `/`
    static void make(GuestRuntime runtime, Path root, BaseImage.Parts parts, Path archive) throws IOException {
        Path list = archive.resolveSibling("classes.list");
        List<String> training = java(runtime, parts, "-XX:DumpLoadedClassList=" + list);
        training.add(parts.mainClass());
        training.addAll(parts.training());
        Path said = archive.resolveSibling("said.log");
        Child.run(DOING, training, root, said, REMEDY);
        Files.write(list, AgentClasses.lines(parts.jars()), UTF_8, StandardOpenOption.APPEND);
        Path usual = Path.of(System.getProperty("java.home"), "lib/classlist");
        if (Files.exists(usual)) {
            List<String> lines = Files.readAllLines(usual, UTF_8);
            lines.removeIf(line -> line.startsWith("#"));
            Files.write(list, lines, UTF_8, StandardOpenOption.APPEND);
        }
        List<String> dump = java(
                runtime, parts, "-Xshare:dump", "-XX:SharedClassListFile=" + list, "-XX:SharedArchiveFile=" + archive);
        Child.run(DOING, dump, root, said, REMEDY);
        if (!Files.exists(archive)) {
            throw PlanException.of(DOING + ": \"" + String.join(" ", dump) + "\" wrote none; " + REMEDY);
        }
    }

    private static List<String> java(GuestRuntime runtime, BaseImage.Parts parts, String... options) {
        List<String> command =
                new ArrayList<>(List.of(runtime.home().resolve("bin/java").toString()));
        command.addAll(JvmOptions.ofEveryRun());
        command.addAll(ANY_HOST);
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", String.join(":", parts.guestJars())));
        return command;
    }
}
