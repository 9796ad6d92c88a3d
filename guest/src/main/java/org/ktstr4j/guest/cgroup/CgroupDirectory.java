// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.guest.cgroup;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.ktstr4j.scenario.Cgroup;
import org.ktstr4j.scenario.CgroupException;

/// One cgroup, as its directory.
record CgroupDirectory(String name, Path directory) implements Cgroup {
    private static final long EMPTY_WITHIN_NS = 10_000_000_000L;

    @Override
    public String path() {
        return directory.toString();
    }

    @Override
    public Cgroup cpuset(String cpus) {
        return write("cpuset.cpus", cpus);
    }

    @Override
    public Cgroup write(String file, String value) {
        Path at = file(file);
        try {
            // Of nothing at all no write would come to the kernel.
            Files.writeString(at, value.isEmpty() ? "\n" : value);
            return this;
        } catch (IOException e) {
            throw new CgroupException(
                    at.toString(), "cgroup \"%s\": write \"%s\" to %s: %s".formatted(name, value, file, reason(e)), e);
        }
    }

    @Override
    public String read(String file) {
        Path at = file(file);
        try {
            return Files.readString(at).stripTrailing();
        } catch (IOException e) {
            throw new CgroupException(at.toString(), "cgroup \"%s\": read %s: %s".formatted(name, file, reason(e)), e);
        }
    }

    @Override
    public void remove() {
        if (!Files.exists(directory)) return;
        write("cgroup.kill", "1");
        long deadlineNs = System.nanoTime() + EMPTY_WITHIN_NS;
        while (read("cgroup.events").contains("populated 1")) {
            if (System.nanoTime() > deadlineNs) {
                throw new CgroupException(
                        path(),
                        "remove cgroup \"%s\": processes %s still in it 10 s after they were killed"
                                .formatted(name, read("cgroup.procs").replace('\n', ' ')),
                        null);
            }
            pause();
        }
        removeTree(directory);
    }

    private void pause() {
        try {
            Thread.sleep(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CgroupException(path(), "remove cgroup \"%s\": interrupted".formatted(name), e);
        }
    }

    private void removeTree(Path at) {
        try (DirectoryStream<Path> children = Files.newDirectoryStream(at, Files::isDirectory)) {
            for (Path child : children) removeTree(child);
            Files.delete(at);
        } catch (IOException e) {
            throw new CgroupException(at.toString(), "remove cgroup %s: %s".formatted(at, reason(e)), e);
        }
    }

    private Path file(String file) {
        if (file.indexOf('/') >= 0) {
            throw new IllegalArgumentException(
                    "cgroup \"%s\": file \"%s\" has a slash; name one of its own files".formatted(name, file));
        }
        return directory.resolve(file);
    }

    // The kernel's word alone: the path is in the message already.
    static String reason(IOException e) {
        if (e instanceof NoSuchFileException) return "there is no such file";
        String message = String.valueOf(e.getMessage());
        return message.substring(message.lastIndexOf(": ") < 0 ? 0 : message.lastIndexOf(": ") + 2);
    }
}
