// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.plan;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.ktstr4j.plan.PlanException;

/// The files and directories that a test's classes come from.
public final class ClassPath {
    private ClassPath() {}

    /// {@return what this class was loaded through, in order: existing files and directories, each once}
    ///
    /// That is the class path of its loader when that is a `URLClassLoader` (the command line), else class path and
    /// module path of this JVM; jars that only name others, as build tools make them, are followed.
    ///
    /// @param testClass a class of the test
    public static List<Path> of(Class<?> testClass) {
        Set<Path> entries = new LinkedHashSet<>();
        if (testClass.getClassLoader() instanceof URLClassLoader loader) {
            for (URL url : loader.getURLs()) add(entries, path(url));
        } else {
            for (String property : List.of("java.class.path", "jdk.module.path")) {
                for (String entry : System.getProperty(property, "").split(File.pathSeparator, -1)) {
                    if (!entry.isEmpty()) add(entries, Path.of(entry));
                }
            }
        }
        return List.copyOf(entries);
    }

    private static Path path(URL url) {
        try {
            return Path.of(url.toURI());
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw new PlanException("read class path: %s is not a file: %s".formatted(url, e.getMessage()), e);
        }
    }

    private static void add(Set<Path> entries, Path entry) {
        Path at = entry.toAbsolutePath().normalize();
        if (!Files.exists(at) || entries.contains(at)) return;
        List<Path> named = Files.isRegularFile(at) ? named(at) : List.of();
        if (named.isEmpty()) {
            entries.add(at);
        } else {
            named.forEach(each -> add(entries, each));
        }
    }

    /// {@return the files in the manifest's class path of a jar without classes of its own}
    private static List<Path> named(Path jar) {
        try (JarFile file = new JarFile(jar.toFile())) {
            Manifest manifest = file.getManifest();
            String names =
                    manifest == null ? null : manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
            if (names == null || file.stream().anyMatch(each -> each.getName().endsWith(".class"))) return List.of();
            List<Path> named = new ArrayList<>();
            for (String name : names.trim().split(" +")) {
                named.add(Path.of(jar.toUri().resolve(name)));
            }
            return named;
        } catch (IOException e) {
            throw new PlanException("read class path: %s: %s".formatted(jar, e.getMessage()), e);
        }
    }
}
