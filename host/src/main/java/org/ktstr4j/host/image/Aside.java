// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.image;

import java.io.IOException;
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
        if (Files.isDirectory(target)) {
            return target;
        }
        try {
            Files.createDirectories(parent);
            removeStale(parent);
            Path aside = Files.createTempDirectory(parent, ".aside-");
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

    private static void removeStale(Path parent) throws IOException {
        FileTime limit = FileTime.from(Instant.now().minus(STALE));
        List<Path> stale;
        try (Stream<Path> files = Files.list(parent)) {
            stale = files.filter(file -> file.getFileName().toString().startsWith(".aside-"))
                    .filter(file -> isOlder(file, limit))
                    .toList();
        }
        for (Path file : stale) {
            remove(file);
        }
    }

    private static boolean isOlder(Path file, FileTime limit) {
        try {
            return Files.getLastModifiedTime(file).compareTo(limit) < 0;
        } catch (IOException _) {
            return false; // gone since it was listed
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
