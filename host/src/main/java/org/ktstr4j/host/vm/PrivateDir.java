// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.vm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/// A directory that only its owner can enter (mode 0700), with a few files and no directories in it.
final class PrivateDir {
    private PrivateDir() {}

    static Path create(Path parent) {
        try {
            return Files.createTempDirectory(
                    parent,
                    "ktstr4j-",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (IOException e) {
            throw VmException.of(
                    VmException.Stage.START, "make a directory for a VM in %s: %s".formatted(parent, e), e);
        }
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
