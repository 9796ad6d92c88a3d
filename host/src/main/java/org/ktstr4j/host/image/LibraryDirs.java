// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The directories in which the host's dynamic loader looks for every program.
///
/// Read from `/etc/ld.so.conf` and what it includes, not from `ld.so.cache`: the cache holds what these
/// directories
/// held when `ldconfig` last ran. Then the directories that are built into the loader. Variants for newer
/// processors
/// (`glibc-hwcaps`) are left out: the guest's processor may be older than the host's.
final class LibraryDirs {
    private static final List<String> BUILT_IN =
            List.of("/lib/x86_64-linux-gnu", "/usr/lib/x86_64-linux-gnu", "/lib64", "/usr/lib64", "/lib", "/usr/lib");

    private final Set<Path> dirs = new LinkedHashSet<>();

    private LibraryDirs() {}

    /// {@return the host's directories, in the loader's order, those that exist}
    static List<Path> ofHost() {
        return read(Path.of("/etc/ld.so.conf"), BUILT_IN.stream().map(Path::of).toList());
    }

    static List<Path> read(Path conf, List<Path> builtIn) {
        LibraryDirs found = new LibraryDirs();
        found.conf(conf, 0);
        builtIn.stream().filter(Files::isDirectory).forEach(found.dirs::add);
        return List.copyOf(found.dirs);
    }

    private void conf(Path conf, int depth) {
        if (!Files.isReadable(conf) || depth > 8) {
            return;
        }
        try {
            for (String line : Files.readAllLines(conf)) {
                String text = line.replaceFirst("#.*", "").strip();
                if (text.startsWith("include ") || text.startsWith("include\t")) {
                    for (Path included : matching(conf, text.substring(8).strip())) {
                        conf(included, depth + 1);
                    }
                } else if (text.startsWith("/") && Files.isDirectory(Path.of(text))) {
                    dirs.add(Path.of(text));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> matching(Path conf, String pattern) throws IOException {
        Path full = conf.resolveSibling(pattern);
        Path dir = full.getParent();
        List<Path> found = new ArrayList<>();
        if (dir != null && Files.isDirectory(dir)) {
            try (DirectoryStream<Path> files =
                    Files.newDirectoryStream(dir, full.getFileName().toString())) {
                files.forEach(found::add);
            }
        }
        found.sort(null);
        return found;
    }
}
