// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ktstr4j.payload.Payload;
import org.ktstr4j.plan.PlanException;

class ClassPathTest {
    @TempDir
    private Path directory;

    private Path classes = Path.of("");

    @BeforeEach
    void a_class_in_a_directory() throws IOException {
        directory = directory.toRealPath();
        classes = Files.createDirectories(directory.resolve("classes"));
        Path file = classes.resolve(Outside.class.getName().replace('.', '/') + ".class");
        Files.createDirectories(file.getParent());
        try (InputStream in = Outside.class.getResourceAsStream("/" + classes.relativize(file))) {
            Files.copy(Objects.requireNonNull(in), file);
        }
    }

    @Test
    void the_directory_of_a_class_comes_first_though_it_is_only_patched_into_its_module() {
        List<Path> path = ClassPath.of(ClassPathTest.class);

        assertTrue(Files.exists(path.getFirst().resolve("org/ktstr4j/host/plan/ClassPathTest.class")), path.toString());
    }

    @Test
    void of_a_class_of_this_jvm_the_paths_of_the_jvm_count() {
        List<Path> path = ClassPath.of(ClassPathTest.class);

        assertTrue(path.stream().anyMatch(ClassPathTest::holdsPayload), path.toString());
        assertTrue(path.stream().allMatch(Files::exists), path.toString());
        assertEquals(path.stream().distinct().toList(), path);
    }

    @Test
    void a_loader_of_urls_gives_its_own_existing_entries_in_order_and_once() throws Exception {
        Path library = jar("library.jar", null, "org/example/Library.class");

        assertEquals(
                List.of(library, classes),
                ofPaths(
                        library,
                        directory.resolve("missing.jar"),
                        classes,
                        directory.resolve("classes/../library.jar")));
    }

    @Test
    void a_jar_that_only_names_others_is_followed() throws Exception {
        Path one = jar("one.jar", null, "org/example/One.class");
        Path two = jar("with blank.jar", null, "org/example/Two.class");
        String names = one.toUri() + "  with%20blank.jar missing.jar classes/ ";
        Path booter = jar("booter.jar", names, "META-INF/services/x");
        Path outer = jar("outer.jar", "booter.jar", null);

        assertEquals(List.of(one, two, classes), ofPaths(booter, classes));
        assertEquals(List.of(one, two, classes), ofPaths(outer));
    }

    @Test
    void a_jar_with_classes_is_kept_whatever_it_names() throws Exception {
        jar("other.jar", null, "org/example/Other.class");
        Path library = jar("library.jar", "other.jar", "org/example/Library.class");

        assertEquals(List.of(library, classes), ofPaths(library, classes));
    }

    @Test
    void a_jar_that_names_nothing_is_kept() throws Exception {
        Path blank = jar("blank.jar", " ", null);
        Path resources = jar("resources.jar", null, "org/example/text.txt");

        assertEquals(List.of(blank, resources, classes), ofPaths(blank, resources, classes));
    }

    @Test
    void jars_that_name_each_other_end() throws Exception {
        Path one = jar("one.jar", "two.jar one.jar classes/", null);
        jar("two.jar", "one.jar", null);

        assertEquals(List.of(classes), ofPaths(one));
    }

    @Test
    void an_entry_that_is_no_file_is_refused() throws Exception {
        URL web = URI.create("http://example.org/x.jar").toURL();
        PlanException refused =
                assertThrows(PlanException.class, () -> of(classes.toUri().toURL(), web));

        assertEquals(
                "read class path: \"http://example.org/x.jar\" is not a file:"
                        + " Provider \"http\" not installed; use files and directories only",
                refused.getMessage());
    }

    @Test
    void a_jar_that_names_what_is_no_file_is_refused() throws Exception {
        Path booter = jar("booter.jar", "http://example.org/x.jar", null);

        PlanException refused = assertThrows(PlanException.class, () -> ofPaths(classes, booter));

        assertEquals(
                "read class path: \"http://example.org/x.jar\" is not a file:"
                        + " Provider \"http\" not installed; use files and directories only",
                refused.getMessage());
    }

    @Test
    void a_file_that_is_no_jar_is_refused() throws Exception {
        Path text = Files.writeString(directory.resolve("notes.txt"), "not a jar");

        PlanException refused = assertThrows(PlanException.class, () -> ofPaths(classes, text));

        assertEquals(
                "read class path: \"%s\": zip END header not found; build it again, or take it off the class path"
                        .formatted(text),
                refused.getMessage());
    }

    private static boolean holdsPayload(Path entry) {
        String name = entry.getFileName().toString();
        return (name.startsWith("ktstr4j-api") && name.endsWith(".jar"))
                || Files.exists(entry.resolve(Payload.class.getName().replace('.', '/') + ".class"));
    }

    private List<Path> of(URL... urls) throws Exception {
        try (URLClassLoader loader = new URLClassLoader(urls, null)) {
            return ClassPath.of(loader.loadClass(Outside.class.getName()));
        }
    }

    private List<Path> ofPaths(Path... paths) throws Exception {
        URL[] urls = new URL[paths.length];
        for (int i = 0; i < urls.length; i++) urls[i] = paths[i].toUri().toURL();
        return of(urls);
    }

    private Path jar(String name, @Nullable String classPath, @Nullable String entry) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        if (classPath != null) manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classPath);
        Path jar = directory.resolve(name);
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            if (entry != null) out.putNextEntry(new ZipEntry(entry));
        }
        return jar;
    }

    /// A class that another loader may load.
    static final class Outside {
        private Outside() {}
    }
}
