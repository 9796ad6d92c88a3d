// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.ktstr4j.host.kernel.fetch.AptSource;
import org.ktstr4j.host.kernel.fetch.Archive;
import org.ktstr4j.host.kernel.fetch.Sha256;

/// An archive in a directory, with packages made here, for the real apt to read. Unsigned: only `trusted=yes`
/// reads it.
final class TestRepository {
    static final String SUITE = "test-backports";

    private final Path directory;
    private final StringBuilder index = new StringBuilder();

    TestRepository(Path directory) throws IOException {
        requireApt();
        this.directory = Files.createDirectories(directory);
        write();
    }

    /// Skips the test, with the reason, on a host without apt.
    private static void requireApt() {
        String path = System.getenv().getOrDefault("PATH", "");
        boolean found = false;
        for (String directory : path.split(":", -1)) {
            found |= Files.isExecutable(Path.of(directory, "apt-get"));
        }
        if (!found) {
            System.out.println("SKIPPED: fetching needs apt-get, which is not in PATH " + path);
        }
        Assumptions.assumeTrue(found, "needs apt-get, which is not in PATH");
    }

    Archive archive(String trust) {
        return new Archive(List.of(new AptSource(site(), SUITE, true)), trust);
    }

    String site() {
        return "file:" + directory;
    }

    /// A package of this name with these files, in the index at once. {@return its file}
    Path add(String name, Map<String, byte[]> files) {
        try {
            Path tree = Files.createTempDirectory(directory, "tree-");
            for (var file : new TreeMap<>(files).entrySet()) {
                Path path = tree.resolve(file.getKey());
                Files.createDirectories(path.getParent());
                Files.write(path, file.getValue());
            }
            String control = """
                    Package: %s
                    Version: 1-1
                    Architecture: amd64
                    Maintainer: nobody <nobody@invalid>
                    Description: made by a test
                    """.formatted(name);
            Files.createDirectories(tree.resolve("DEBIAN"));
            Files.writeString(tree.resolve("DEBIAN/control"), control);
            Path deb = directory.resolve(name + "_1-1_amd64.deb");
            run("dpkg-deb", "--root-owner-group", "-Znone", "-b", tree.toString(), deb.toString());
            index.append(control)
                    .append("Filename: %s\nSize: %d\nSHA256: %s\n\n"
                            .formatted(deb.getFileName(), Files.size(deb), Sha256.of(deb)));
            write();
            return deb;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write() throws IOException {
        Path suite = directory.resolve("dists").resolve(SUITE);
        Path packages = suite.resolve("main/binary-amd64/Packages");
        Files.createDirectories(packages.getParent());
        Files.writeString(packages, index);
        Files.writeString(
                suite.resolve("Release"), """
                Origin: Test
                Suite: %s
                Codename: %s
                Date: Thu, 01 Jan 2026 00:00:00 UTC
                Architectures: amd64
                Components: main
                SHA256:
                 %s %d main/binary-amd64/Packages
                """.formatted(SUITE, SUITE, Sha256.of(packages), Files.size(packages)));
    }

    private static void run(String... argv) throws IOException {
        try {
            Process process = new ProcessBuilder(argv).redirectErrorStream(true).start();
            String out = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IOException(String.join(" ", argv) + ": " + out);
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
