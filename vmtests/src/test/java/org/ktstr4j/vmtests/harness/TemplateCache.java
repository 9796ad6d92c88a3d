// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.vmtests.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.ktstr4j.host.kernel.KernelCache;

/// A cache whose templates are its own, beside everybody's kernels and images. The way to it is a link, as it is where
/// caches lie on another disk.
public final class TemplateCache implements AutoCloseable {
    private final Path home;
    private final Path root;

    private TemplateCache(Path home, Path root) {
        this.home = home;
        this.root = root;
    }

    /// {@return a cache without templates, in this directory}
    public static TemplateCache in(Path home) throws IOException {
        Path disk = Files.createDirectory(home.resolve("disk"));
        Path caches = Files.createSymbolicLink(home.resolve("cache"), disk);
        Path root = Files.createDirectories(caches.resolve("ktstr4j"));
        try (Stream<Path> all = Files.list(KernelCache.userRoot(System.getenv()))) {
            for (Path each : all.toList()) {
                if (!each.endsWith("templates")) Files.createSymbolicLink(root.resolve(each.getFileName()), each);
            }
        }
        return new TemplateCache(caches, root);
    }

    /// {@return a command that uses it}
    ///
    /// @param directory where it works
    public Cli cli(Path directory) {
        return new Cli(directory).with("XDG_CACHE_HOME", home.toString());
    }

    /// {@return where its templates are; not there before the first}
    public Path templates() {
        return root.resolve("templates");
    }

    /// {@return what is among its templates but locks}
    public List<Path> made() {
        if (!Files.exists(templates())) return List.of();
        try (Stream<Path> all = Files.list(templates())) {
            return all.filter(each -> !each.getFileName().toString().endsWith(".lock"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Removes the links, lest whoever removes the directory wonders about them.
    @Override
    public void close() throws IOException {
        try (Stream<Path> all = Files.list(root)) {
            for (Path each : all.filter(Files::isSymbolicLink).toList()) Files.delete(each);
        }
        Files.delete(home);
    }
}
