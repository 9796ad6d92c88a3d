// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.ktstr4j.plan.PlanException;

/// Directories of the cache, each made once: written aside, then renamed, so that nobody sees half of one. Two
/// processes that make the same directory at the same time both do the work; the first to finish wins, the other
/// takes what it finds.
final class Aside {
    /// What was left aside by a process that died is removed when it has not changed for this long.
    private static final Duration STALE = Duration.ofHours(6);

    /// So many directories are kept beside each other; an image is 70 MB, and each build of the agent makes one.
    private static final int KEPT = 8;

    private static final String PREFIX = ".aside-";

    private Aside() {}

    /// Fills an empty directory.
    interface Maker {
        void make(Path directory) throws IOException;
    }

    /// {@return the directory of this name in `parent`, made now if it is not there}
    ///
    /// @param what it is, for messages
    static Path directory(Path parent, String name, String what, Maker maker) {
        Path target = parent.resolve(name);
        try {
            if (Files.isDirectory(target)) {
                markUsed(target);
                return target;
            }
            Files.createDirectories(parent);
            clean(parent);
            Path aside = Files.createTempDirectory(parent, PREFIX);
            try {
                maker.make(aside);
                Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE);
            } catch (FileSystemException e) {
                if (!Files.isDirectory(target)) {
                    throw e;
                } // else somebody was quicker
            } finally {
                remove(aside);
            }
            return target;
        } catch (IOException e) {
            throw new PlanException(
                    "make " + what + " in " + parent + ": " + e + ", " + freeMib(parent)
                            + " MiB free there; make room, or set XDG_CACHE_HOME to a directory on another disk",
                    e);
        }
    }

    /// Removes a file or a directory with all that is in it, if it is there.
    static void remove(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (NoSuchFileException _) {
            return; // renamed, or never made
        }
    }

    /// Removes what dead processes left, and what has not been used for the longest time when there is too much.
    private static void clean(Path parent) {
        try {
            removeOld(parent);
        } catch (IOException | UncheckedIOException _) {
            return; // another process cleans, too; the next one will
        }
    }

    private static void markUsed(Path directory) {
        try {
            Files.setLastModifiedTime(directory, FileTime.from(Instant.now()));
        } catch (IOException _) {
            return; // a cache that may only be read still serves
        }
    }

    private static void removeOld(Path parent) throws IOException {
        FileTime limit = FileTime.from(Instant.now().minus(STALE));
        int kept = 0;
        for (Path file : newestFirst(parent)) {
            boolean aside = file.getFileName().toString().startsWith(PREFIX);
            if (aside && modified(file).compareTo(limit) < 0) {
                remove(file);
            } else if (!aside && ++kept >= KEPT) {
                Path doomed = parent.resolve(PREFIX + file.getFileName());
                Files.move(file, doomed, StandardCopyOption.ATOMIC_MOVE);
                remove(doomed);
            }
        }
    }

    private static List<Path> newestFirst(Path parent) throws IOException {
        try (Stream<Path> files = Files.list(parent)) {
            return files.sorted(Comparator.comparing(Aside::modified).reversed())
                    .toList();
        }
    }

    private static FileTime modified(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException _) {
            return FileTime.fromMillis(0); // gone since it was listed
        }
    }

    private static String freeMib(Path directory) {
        try {
            return Long.toString(Files.getFileStore(directory).getUsableSpace() >> 20);
        } catch (IOException e) {
            return "(" + e + ")";
        }
    }
}
