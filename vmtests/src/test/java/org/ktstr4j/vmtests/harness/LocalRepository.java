// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.vmtests.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.ktstr4j.host.plan.ClassPath;

/// A local repository of Maven in which ktstr4j is installed as it was built just now, whatever the user's own has
/// of it. Everything else in it is the user's, by links.
public final class LocalRepository {
    private static final List<String> INSTALLED = List.of("native", "api", "host", "junit");

    private LocalRepository() {}

    /// {@return the repository, made anew below the build directory}
    public static Path make() throws IOException {
        Path directory = Path.of("target", "repository").toAbsolutePath();
        remove(directory);
        Path users = Path.of(System.getProperty("localRepository"));
        Path org = Files.createDirectories(directory.resolve("org"));
        link(users, directory, "org");
        link(users.resolve("org"), org, "ktstr4j");
        install(org, "ktstr4j", Path.of("..", "pom.xml"), null);
        for (String module : INSTALLED) {
            install(org, "ktstr4j-" + module, Path.of("..", module, "pom.xml"), jar("ktstr4j-" + module));
        }
        return directory;
    }

    // Links themselves, not what they lead to.
    private static void remove(Path directory) throws IOException {
        if (!Files.exists(directory)) return;
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path each : (Iterable<Path>) all.sorted(Comparator.reverseOrder())::iterator) Files.delete(each);
        }
    }

    private static void link(Path from, Path to, String except) throws IOException {
        try (Stream<Path> all = Files.list(from)) {
            for (Path each : (Iterable<Path>) all::iterator) {
                if (each.endsWith(except)) continue;
                Files.createSymbolicLink(to.resolve(each.getFileName()), each);
            }
        }
    }

    private static void install(Path org, String artifact, Path pom, @Nullable Path jar) throws IOException {
        String version = version();
        Path at =
                Files.createDirectories(org.resolve("ktstr4j").resolve(artifact).resolve(version));
        Files.copy(pom, at.resolve(artifact + "-" + version + ".pom"));
        if (jar != null) Files.copy(jar, at.resolve(artifact + "-" + version + ".jar"));
    }

    private static String version() {
        String name = jar("ktstr4j-junit").getFileName().toString();
        return name.substring("ktstr4j-junit-".length(), name.length() - ".jar".length());
    }

    // On the class path of these tests, from the modules of this build.
    private static Path jar(String artifact) {
        return ClassPath.of(LocalRepository.class).stream()
                .filter(each -> each.getFileName().toString().matches(artifact + "-[0-9].*\\.jar"))
                .findFirst()
                .orElseThrow(() -> new AssertionError(artifact + ": no jar on the class path; run mvn verify -Pvm"));
    }
}
