// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.vm;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/// A directory that only its owner can enter (mode 0700), with a few files and no directories in it. Its name
/// says which process made it: `ktstr4j-NAMESPACE-PID-RANDOM`.
final class PrivateDir {
    private static final String PREFIX = "ktstr4j-";

    /// The namespace of our process id, a number of `/proc/self/ns/pid`: another container that shares this memory
    /// has its own ids.
    private static final String NAMESPACE = namespace();

    /// A VM's directory has a name for as long as QEMU needs to open the files, a canary's for some seconds
    /// longer.
    private static final Duration LIFE = Duration.ofMinutes(10);

    private PrivateDir() {}

    private static String namespace() {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/ns/pid"))
                    .toString()
                    .replaceAll("[^0-9]", "");
        } catch (IOException e) {
            return "0"; // /proc is restricted: what is left here goes by its age
        }
    }

    static Path create(Path parent) {
        sweep(parent);
        try {
            return Files.createTempDirectory(
                    parent,
                    PREFIX + NAMESPACE + "-" + ProcessHandle.current().pid() + "-",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (IOException e) {
            throw VmException.of(
                    VmException.Stage.START, "make a directory for a VM in %s: %s".formatted(parent, e), e);
        }
    }

    /// Removes what was left by a process that was killed before its guard had started. Others' directories,
    /// which cannot be removed, are theirs.
    private static void sweep(Path parent) {
        FileTime old = FileTime.from(Instant.now().minus(LIFE));
        try (DirectoryStream<Path> found = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (Path dir : found) {
                if (Files.isDirectory(dir, LinkOption.NOFOLLOW_LINKS)
                        && (ownerIsDead(dir) || Files.getLastModifiedTime(dir).compareTo(old) < 0)) {
                    remove(dir);
                }
            }
        } catch (IOException | DirectoryIteratorException | VmException e) {
            // Housekeeping: the next start tries again, and want of memory is told by itself.
        }
    }

    private static boolean ownerIsDead(Path dir) {
        String[] words = String.valueOf(dir.getFileName()).split("-", -1);
        return words.length == 4
                && words[2].matches("[0-9]{1,10}")
                && !NAMESPACE.equals("0")
                && words[1].equals(NAMESPACE)
                && ProcessHandle.of(Long.parseLong(words[2])).isEmpty();
    }

    /// Removes the directory and its files; it may be gone already.
    static void remove(Path dir) {
        try (Stream<Path> listed = Files.list(dir)) {
            List<Path> files = listed.toList();
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(dir);
        } catch (NoSuchFileException e) {
            // someone else, the guard, was quicker
        } catch (IOException e) {
            throw VmException.of(VmException.Stage.CLOSE, "remove %s: %s; remove it by hand".formatted(dir, e), e);
        }
    }
}
