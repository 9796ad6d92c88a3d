// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.kernel.fetch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.ktstr4j.plan.PlanException;

/// Where packages come from, and why they are believed.
///
/// @param sources the suites to look into, best first
/// @param trust the option of a source line that says whose signature counts
public record Archive(List<AptSource> sources, String trust) {

    private static final List<String> KEYRINGS =
            List.of("/usr/share/keyrings/debian-archive-keyring.gpg", "/usr/share/keyrings/debian-archive-keyring.pgp");

    /// Finds the archive when it is needed.
    @FunctionalInterface
    public interface Finder {
        Archive find(Command command);
    }

    /// {@return the Debian archive of this host's apt, believed by the installed keyring}
    ///
    /// @throws PlanException if apt, a configured Debian archive or the keyring is missing
    public static Archive ofHost(Command command) {
        requireApt(System.getenv().getOrDefault("PATH", ""));
        List<AptSource> sources = HostSources.find(command);
        return new Archive(sources, trust(KEYRINGS));
    }

    static void requireApt(String path) {
        for (String program : List.of("apt-get", "apt-cache", "dpkg-deb")) {
            boolean found = false;
            for (String directory : path.split(":", -1)) {
                found |= !directory.isEmpty() && Files.isExecutable(Path.of(directory, program));
            }
            if (!found) {
                throw PlanException.of("fetch a kernel of Debian: no \"%s\" in PATH (%s); ".formatted(program, path)
                        + "fetch on a Debian system, or give the path of a bzImage");
            }
        }
    }

    static String trust(List<String> keyrings) {
        for (String keyring : keyrings) {
            if (Files.isReadable(Path.of(keyring))) {
                return "signed-by=" + keyring;
            }
        }
        throw PlanException.of(
                "fetch a kernel of Debian: no keyring %s to verify it with; install the package debian-archive-keyring"
                        .formatted(keyrings.getFirst()));
    }
}
