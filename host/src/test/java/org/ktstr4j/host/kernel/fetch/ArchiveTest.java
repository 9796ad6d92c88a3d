// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.kernel.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ktstr4j.plan.PlanException;

class ArchiveTest {
    @TempDir
    Path dir;

    @Test
    void a_host_without_apt_is_told_what_to_do() {
        PlanException e = assertThrows(PlanException.class, () -> Archive.requireApt(dir.toString()));

        assertEquals(
                "fetch a kernel of Debian: no \"apt-get\" in PATH (%s); fetch on a Debian system, or give the path of a bzImage"
                        .formatted(dir),
                e.getMessage());
    }

    @Test
    void a_host_without_the_keyring_is_told_which_package_has_it() {
        String keyring = dir.resolve("ring.gpg").toString();
        PlanException e = assertThrows(PlanException.class, () -> Archive.trust(List.of(keyring, "/also/absent")));

        assertEquals(
                "fetch a kernel of Debian: no keyring %s to verify it with; install the package debian-archive-keyring"
                        .formatted(keyring),
                e.getMessage());
    }

    @Test
    void the_first_keyring_that_is_there_signs() throws IOException {
        Path keyring = Files.createFile(dir.resolve("ring.pgp"));

        assertEquals("signed-by=" + keyring, Archive.trust(List.of("/absent", keyring.toString())));
    }
}
