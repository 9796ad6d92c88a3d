// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ktstr4j.host.kernel.fetch.Aside;
import org.ktstr4j.host.kernel.fetch.CacheLock;
import org.ktstr4j.host.kernel.fetch.ReleaseOrder;
import org.ktstr4j.plan.PlanException;

/// The cache on disk: one directory per release, which appears whole, by a rename, or not at all. Names that
/// begin
/// with a dot are not kernels: private apt roots, configs found in images, work in progress, the lock.
record CacheDirectory(Path path) {
    private static final String APT = ".apt";
    private static final String CONFIGS = ".configs";
    private static final String LOCK = ".lock";

    Path aptRoots() {
        return path.resolve(APT);
    }

    Path configs() {
        return path.resolve(CONFIGS);
    }

    boolean has(String release) {
        return Files.isDirectory(path.resolve(release));
    }

    CachedKernel read(String release) {
        return CachedKernel.read(path.resolve(release));
    }

    /// {@return the kernel of this release, empty if there is none or it is damaged}
    Optional<CachedKernel> intact(String release) {
        return has(release) ? Optional.of(read(release)).filter(k -> k.damage().isEmpty()) : Optional.empty();
    }

    /// {@return the releases that are here, newest first, in a list of the caller's}
    List<String> releases() {
        try (Stream<Path> children = Files.list(path)) {
            return children.map(child -> child.getFileName().toString())
                    .filter(name -> !name.startsWith("."))
                    .sorted(new ReleaseOrder().reversed())
                    .collect(Collectors.toCollection(ArrayList::new));
        } catch (NoSuchFileException e) {
            return new ArrayList<>();
        } catch (IOException e) {
            throw new PlanException("list kernels in \"%s\": %s; make it readable".formatted(path, e), e);
        }
    }

    /// {@return the right to write here, until closed}
    CacheLock lock(Progress progress) throws IOException {
        Files.createDirectories(path);
        return CacheLock.take(path.resolve(LOCK), progress::step);
    }

    /// {@return a place for work in progress; needs the lock}
    Aside aside() throws IOException {
        Aside.sweep(path);
        return Aside.in(path);
    }

    /// Moves a kernel that was made aside to its place, or leaves it if that is where it is. Needs the lock.
    CachedKernel install(CachedKernel made, Aside aside) throws IOException {
        Path home = path.resolve(made.release());
        if (made.directory().equals(home)) {
            return made;
        }
        if (Files.exists(home)) { // damaged, or it would have been taken
            Files.move(home, aside.directory().resolve("damaged"), StandardCopyOption.ATOMIC_MOVE);
        }
        Files.move(made.directory(), home, StandardCopyOption.ATOMIC_MOVE);
        return CachedKernel.read(home);
    }

    /// Removes kernels, each in one step, so that nobody finds half of one.
    ///
    /// @param lists whether package lists and configs found in images go, too
    /// @return the room they took, in bytes
    long remove(List<String> releases, boolean lists) throws IOException {
        List<String> names = new ArrayList<>(releases);
        names.addAll(lists ? List.of(APT, CONFIGS) : List.of());
        long freed = 0;
        try (CacheLock _ = lock(text -> {});
                Aside aside = aside()) {
            for (String name : names) {
                Path home = path.resolve(name);
                if (Files.exists(home)) {
                    freed += Aside.sizeBytes(home);
                    Files.move(home, aside.directory().resolve(name), StandardCopyOption.ATOMIC_MOVE);
                }
            }
        }
        return freed;
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
