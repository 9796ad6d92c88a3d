// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.kernel.fetch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A directory to work in, beside what it will become. It and the processes working in it go away when it is
/// closed,
/// also on Ctrl-C; what a `kill -9` leaves, the next [#sweep] takes.
public final class Aside implements AutoCloseable {
    private static final String PREFIX = ".aside-";

    private final Path parent;
    private final Path directory;
    private final Set<Process> processes = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;
    private final Thread hook = new Thread(this::clear, "ktstr-kernel-aside");

    private Aside(Path parent, Path directory) {
        this.parent = parent;
        this.directory = directory;
    }

    public static Aside in(Path parent) throws IOException {
        Aside aside = new Aside(parent, Files.createTempDirectory(parent, PREFIX));
        Runtime.getRuntime().addShutdownHook(aside.hook);
        return aside;
    }

    /// {@return the cache directory this is in}
    Path parent() {
        return parent;
    }

    public Path directory() {
        return directory;
    }

    /// The process is killed when this is closed before it has ended.
    void own(Process process) {
        processes.add(process);
    }

    /// Deletes what dead processes left here. Only for the holder of the [CacheLock].
    public static void sweep(Path parent) throws IOException {
        try (Stream<Path> children = Files.list(parent)) {
            for (Path child : children.toList()) {
                if (child.getFileName().toString().startsWith(PREFIX)) {
                    delete(child);
                }
            }
        }
    }

    static void delete(Path tree) throws IOException {
        if (!Files.exists(tree)) {
            return;
        }
        List<Path> deepestFirst;
        try (Stream<Path> all = Files.walk(tree)) {
            deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        for (Path path : deepestFirst) {
            Files.deleteIfExists(path);
        }
    }

    public static long sizeBytes(Path tree) throws IOException {
        long size = 0;
        try (Stream<Path> all = Files.walk(tree)) {
            for (Path path : all.filter(Files::isRegularFile).toList()) {
                size += Files.size(path);
            }
        }
        return size;
    }

    /// {@return whether its processes were told to end}
    boolean isClosed() {
        return closed;
    }

    private void clear() {
        closed = true;
        for (Process process : processes) {
            process.destroyForcibly();
            try {
                process.waitFor(5, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        try {
            delete(directory);
        } catch (IOException e) {
            // Left for the next sweep; there is nobody to tell in a shutdown hook.
        }
    }

    @Override
    public void close() {
        clear();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is going down: the hook runs, and finds nothing left to do.
        }
    }
}
