// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.vmtests.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Files that a run could leave behind outside of its run directory: in `/dev/shm` and among the temporary files.
///
/// @param before what was there before the run
public record Leftovers(Set<Path> before) {
    /// What our processes put there begins with one of these.
    private static final List<String> NAMES = List.of("ktstr4j-", "ktstr-child", "ktstr-demo", "rehearsal");

    private static final Path SHARED_MEMORY = Path.of("/dev/shm");
    private static final Path TEMPORARY = Path.of(System.getProperty("java.io.tmpdir"));

    /// {@return what is there now, which a later look does not count}
    public static Leftovers now() {
        return new Leftovers(look());
    }

    /// Fails if something new stays. Other runs on this host make files of the same kind, which go by themselves.
    public void assertNone() {
        Set<Path> added = look();
        added.removeAll(before);
        Patience.until("removal of " + added, () -> added.stream().noneMatch(Files::exists));
    }

    private static Set<Path> look() {
        Set<Path> found = new TreeSet<>();
        for (Path directory : new Path[] {SHARED_MEMORY, TEMPORARY}) {
            try (Stream<Path> all = Files.list(directory)) {
                all.filter(each -> ours(each.getFileName().toString())).forEach(found::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return found;
    }

    private static boolean ours(String name) {
        return NAMES.stream().anyMatch(name::startsWith);
    }
}
