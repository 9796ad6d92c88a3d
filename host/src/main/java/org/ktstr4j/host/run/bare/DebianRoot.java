// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.run.bare;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.ktstr4j.host.image.GuestFiles;
import org.ktstr4j.host.kernel.KernelCache;
import org.ktstr4j.plan.PlanException;

/// A small Debian 12 made by debootstrap: bash, coreutils, tar and gzip, no Java. Made once, kept in the cache.
final class DebianRoot {
    private static final String SUITE = "bookworm";

    /// Nobody reads there, and an emulated machine has to unpack all of it.
    private static final Set<String> LEFT_OUT = Set.of(
            "dev",
            "proc",
            "sys",
            "run",
            "tmp",
            "boot",
            "var/cache",
            "var/lib/apt",
            "var/lib/dpkg",
            "usr/share/doc",
            "usr/share/man",
            "usr/share/locale",
            "usr/share/i18n",
            "usr/share/zoneinfo",
            "usr/share/perl",
            "usr/lib/x86_64-linux-gnu/perl-base",
            "usr/lib/apt");

    private DebianRoot() {}

    /// {@return its files}
    ///
    /// @throws PlanException where it cannot be made
    static GuestFiles files() {
        Path root = KernelCache.userRoot(System.getenv()).resolve("debian-root").resolve(SUITE);
        try {
            if (!Files.exists(root)) debootstrap(root);
            GuestFiles files = new GuestFiles();
            for (String top : List.of("bin", "sbin", "lib", "lib64")) {
                files.directory("/usr/" + top, 0755).link("/" + top, "usr/" + top);
            }
            for (String dir : List.of("/dev", "/proc", "/sys", "/run", "/tmp", "/boot")) files.directory(dir, 0755);
            Files.walkFileTree(root, new Collector(root, files));
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void debootstrap(Path root) throws IOException {
        Path aside = root.resolveSibling(SUITE + ".part");
        Files.createDirectories(aside);
        String made = run("debootstrap", "--variant=minbase", SUITE, aside.toString());
        if (!made.isEmpty()) throw PlanException.of("make a Debian root with debootstrap: " + made);
        // as root it made files that others may not read
        String readable = run("chmod", "-R", "a+rX", aside.toString());
        if (!readable.isEmpty()) throw PlanException.of("make the Debian root readable: " + readable);
        Files.move(aside, root);
    }

    /// {@return nothing, or why it failed}
    private static String run(String... command) {
        List<String> all = new ArrayList<>();
        if (!System.getProperty("user.name").equals("root")) all.addAll(List.of("sudo", "-n"));
        all.addAll(List.of(command));
        try {
            ProcessBuilder builder = new ProcessBuilder(all).redirectErrorStream(true);
            builder.environment().merge("PATH", "/usr/sbin:/sbin", (path, sbin) -> path + ":" + sbin);
            Process process = builder.start();
            String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            return process.waitFor() == 0 ? "" : String.join(" ", all) + " said: " + said;
        } catch (IOException e) {
            return e + "; run ./ktstr setup";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return e.toString();
        }
    }

    /// Takes what is not left out.
    private static final class Collector extends SimpleFileVisitor<Path> {
        private final Path root;
        private final GuestFiles files;

        Collector(Path root, GuestFiles files) {
            this.root = root;
            this.files = files;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            return LEFT_OUT.contains(root.relativize(directory).toString())
                    ? FileVisitResult.SKIP_SUBTREE
                    : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            String path = "/" + root.relativize(file);
            if (attributes.isSymbolicLink()) {
                if (path.indexOf('/', 1) > 0) {
                    files.link(path, Files.readSymbolicLink(file).toString());
                }
            } else if (attributes.isRegularFile() && Files.isReadable(file)) {
                files.file(path, file, mode(file));
            }
            return FileVisitResult.CONTINUE;
        }

        private static int mode(Path file) throws IOException {
            boolean executable = Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .permissions()
                    .contains(PosixFilePermission.OWNER_EXECUTE);
            return executable ? 0755 : 0644;
        }
    }
}
