// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.contract;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.ktstr4j.payload.launch.Launcher;

/// The launcher `kt exec` as a process on this host, and a cgroup to run things in if this host has version 2 to
/// give.
final class KtHost implements AutoCloseable {
    private static final String BUILT = "../native/target/classes/META-INF/ktstr4j/kt";

    private final @Nullable Process process;
    private final @Nullable Path directory;
    private final Launcher launcher;
    private final @Nullable Path cgroup;

    private KtHost(@Nullable Process process, @Nullable Path directory, Launcher launcher, @Nullable Path cgroup) {
        this.process = process;
        this.directory = directory;
        this.launcher = launcher;
        this.cgroup = cgroup;
    }

    /// {@return a launcher that runs already, in a guest}
    static KtHost running(Launcher launcher, String cgroup) {
        return new KtHost(null, null, launcher, Path.of(cgroup));
    }

    private Process process() {
        return Objects.requireNonNull(process, "no launcher of our own");
    }

    /// {@return a running launcher; skips the test if the binary was not built}
    static KtHost start() {
        try {
            Path directory = Files.createTempDirectory("ktstr-kt-");
            Optional<Path> kt = binary(directory);
            Assumptions.assumeTrue(kt.isPresent(), "kt is not built: run make in native");
            Path socket = directory.resolve("exec.sock");
            Process process = new ProcessBuilder(kt.orElseThrow().toString(), "exec", socket.toString())
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            BufferedReader out =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
            String ready = out.readLine();
            if (!"listening".equals(ready)) {
                throw new IllegalStateException("start kt exec: expected \"listening\", was \"" + ready + "\"");
            }
            return new KtHost(process, directory, new KtLauncher(socket), makeCgroup());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Path> binary(Path directory) throws IOException {
        try (InputStream resource = KtHost.class.getResourceAsStream("/META-INF/ktstr4j/kt")) {
            if (resource != null) {
                Path kt = directory.resolve("kt");
                Files.copy(resource, kt, StandardCopyOption.REPLACE_EXISTING);
                return kt.toFile().setExecutable(true) ? Optional.of(kt) : Optional.empty();
            }
        }
        Path built = Path.of(BUILT);
        return Files.isExecutable(built) ? Optional.of(built.toAbsolutePath()) : Optional.empty();
    }

    private static @Nullable Path makeCgroup() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/mounts"))) {
            String[] mount = line.split(" ", -1);
            if (!mount[2].equals("cgroup2")) {
                continue;
            }
            Path made =
                    Path.of(mount[1], "ktstr-test-" + ProcessHandle.current().pid() + "-" + System.nanoTime());
            try {
                Files.createDirectory(made);
                if (Files.isWritable(made.resolve("cgroup.kill"))) {
                    return made;
                }
                Files.delete(made);
            } catch (IOException e) {
                return null; // not ours to write
            }
        }
        return null;
    }

    Launcher launcher() {
        return launcher;
    }

    /// {@return the cgroup that tests have to themselves; a path that does not exist if there is none}
    String cgroupParent() {
        return cgroup == null ? "/no-cgroup-on-this-host" : cgroup.toString();
    }

    /// Makes a cgroup, or skips the test.
    void makeCgroup(String name) throws IOException {
        Assumptions.assumeTrue(cgroup != null, "no writable cgroup v2 on this host");
        Files.createDirectories(Path.of(cgroupParent(), name));
    }

    /// {@return the number of open descriptors of the launcher}
    long descriptors() throws IOException {
        try (Stream<Path> entries =
                Files.list(Path.of("/proc", Long.toString(process().pid()), "fd"))) {
            return entries.count();
        }
    }

    /// {@return the processes that the launcher has as children}
    long children() {
        return process().toHandle().children().count();
    }

    /// {@return the cgroups below the tests' own, it included}
    List<String> cgroups() throws IOException {
        List<String> names = new ArrayList<>();
        if (cgroup != null) {
            try (Stream<Path> entries = Files.walk(cgroup)) {
                entries.filter(Files::isDirectory).forEach(path -> names.add(path.toString()));
            }
        }
        return names;
    }

    /// Kills the launcher, as a crash of it would.
    void crash() {
        process().destroyForcibly();
    }

    @Override
    public void close() {
        if (process == null || directory == null) {
            return;
        }
        try {
            process.destroy();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            if (cgroup != null) {
                removeDirectories(cgroup);
            }
            for (String name : List.of("exec.sock", "kt", ".")) {
                Files.deleteIfExists(directory.resolve(name).normalize());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void removeDirectories(Path top) throws IOException {
        try (Stream<Path> entries = Files.walk(top)) {
            for (Path entry : entries.filter(Files::isDirectory)
                    .sorted(Comparator.reverseOrder())
                    .toList()) {
                Files.delete(entry);
            }
        }
    }
}
