// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.plan;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.ktstr4j.plan.PlanException;

/// The files and directories that a test's classes come from.
public final class ClassPath {
    private final Set<Path> entries = new LinkedHashSet<>();
    private final Set<Path> followed = new HashSet<>();

    private ClassPath() {}

    /// {@return what this class was loaded through, in order: existing files and directories, each once}
    ///
    /// That is the class path of its loader when that is a `URLClassLoader` (the command line), else the
    /// directory of
    /// the class, which in a patched module is on neither path, then class path and module path of this JVM;
    /// jars that
    /// only name others, as build tools make them, are followed.
    ///
    /// @param testClass a class of the test
    public static List<Path> of(Class<?> testClass) {
        ClassPath path = new ClassPath();
        if (testClass.getClassLoader() instanceof URLClassLoader loader) {
            for (URL url : loader.getURLs()) path.add(file(url));
        } else {
            directory(testClass).ifPresent(path::add);
            for (String property : List.of("java.class.path", "jdk.module.path")) {
                for (String entry : System.getProperty(property, "").split(File.pathSeparator, -1)) {
                    if (!entry.isEmpty()) path.add(Path.of(entry));
                }
            }
        }
        return List.copyOf(path.entries);
    }

    private static Optional<Path> directory(Class<?> type) {
        String name = type.getName().replace('.', '/') + ".class";
        URL url = type.getResource("/" + name);
        if (url == null || !url.getProtocol().equals("file")) return Optional.empty();
        Path at = file(url);
        return Optional.of(at.getRoot()
                .resolve(at.subpath(0, at.getNameCount() - Path.of(name).getNameCount())));
    }

    private static Path file(URL url) {
        try {
            return file(url.toURI());
        } catch (URISyntaxException e) {
            throw notAFile(url.toString(), e);
        }
    }

    private static Path file(URI uri) {
        try {
            return Path.of(uri);
        } catch (IllegalArgumentException | FileSystemNotFoundException e) {
            throw notAFile(uri.toString(), e);
        }
    }

    private static PlanException notAFile(String entry, Exception e) {
        return new PlanException(
                "read class path: \"%s\" is not a file: %s; use files and directories only"
                        .formatted(entry, e.getMessage()),
                e);
    }

    private void add(Path entry) {
        Path at = entry.toAbsolutePath().normalize();
        if (!Files.exists(at) || entries.contains(at) || !followed.add(at)) return;
        List<Path> named = Files.isRegularFile(at) ? named(at) : List.of();
        if (named.isEmpty()) {
            entries.add(at);
        } else {
            named.forEach(this::add);
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
            for (String name : names.strip().split(" +")) {
                if (!name.isEmpty()) named.add(file(jar.toUri().resolve(name)));
            }
            return named;
        } catch (IOException | IllegalArgumentException e) {
            throw new PlanException(
                    "read class path: \"%s\": %s; build it again, or take it off the class path"
                            .formatted(jar, e.getMessage()),
                    e);
        }
    }
}
