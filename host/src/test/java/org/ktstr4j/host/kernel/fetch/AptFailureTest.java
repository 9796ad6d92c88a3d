// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.kernel.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// What apt 2.6 said in each case, with the host renamed.
class AptFailureTest {
    private static final Path CACHE = Path.of("/cache/kernels");
    private static final String DOING = "fetch kernel \"debian\": read the package lists of trixie at http://m.invalid";

    @Test
    void a_mirror_that_cannot_be_reached_is_told_in_apts_words() {
        said(
                """
                W: Something else
                E: Failed to fetch http://m.invalid/dists/trixie/InRelease  Could not resolve 'm.invalid'
                E: Some index files failed to download. They have been ignored, or old ones used instead.
                """,
                "apt failed: \"Failed to fetch http://m.invalid/dists/trixie/InRelease  Could not resolve 'm.invalid'\"; "
                        + "check the network and the mirror that apt is configured with, then try again");
    }

    @Test
    void a_signature_by_a_key_we_do_not_have_is_refused() {
        said(
                """
                W: GPG error: http://m.invalid trixie InRelease: The following signatures couldn't be verified because the public key is not available: NO_PUBKEY 6ED0E7B82643E131
                E: The repository 'http://m.invalid trixie InRelease' is not signed.
                """,
                "the archive's signature was not accepted: \"GPG error: http://m.invalid trixie InRelease: The following "
                        + "signatures couldn't be verified because the public key is not available: NO_PUBKEY "
                        + "6ED0E7B82643E131\"; nothing was kept; upgrade the package debian-archive-keyring, "
                        + "or repair the mirror");
    }

    @Test
    void a_full_disk_is_told_from_a_broken_mirror() {
        said(
                "E: Failed to fetch http://m.invalid/x.deb  Error writing to file - write (28: No space left on device)",
                "the disk of /cache/kernels is full: \"Failed to fetch http://m.invalid/x.deb  Error writing to file - "
                        + "write (28: No space left on device)\"; free some space (ktstr kernel clean), or set "
                        + "XDG_CACHE_HOME to a directory with room");
    }

    @Test
    void silence_is_said_to_be_silence() {
        said(
                "",
                "apt failed: \"(no message)\"; check the network and the mirror that apt is configured with, then try again");
    }

    @Test
    void a_suite_that_is_not_there_is_no_failure() {
        assertTrue(
                AptFailure.noSuchSuite("E: The repository 'http://m.invalid x Release' does not have a Release file."));
        assertFalse(AptFailure.noSuchSuite("E: The repository 'http://m.invalid trixie InRelease' is not signed."));
    }

    @Test
    void a_disk_that_fills_up_while_we_write_is_said_the_same_way() {
        assertEquals(
                "fetch kernel \"debian\": the disk of /cache/kernels is full: \"No space left on device\"; "
                        + "free some space (ktstr kernel clean), or set XDG_CACHE_HOME to a directory with room",
                AptFailure.of("fetch kernel \"debian\"", CACHE, new IOException("No space left on device"))
                        .getMessage());
    }

    @Test
    void a_cache_that_cannot_be_written_is_said() {
        assertEquals(
                "fetch kernel \"debian\": cannot write in /cache/kernels: java.nio.file.AccessDeniedException: "
                        + "/cache/kernels/.lock; make it writable, or set XDG_CACHE_HOME to a directory that is",
                AptFailure.of("fetch kernel \"debian\"", CACHE, new AccessDeniedException("/cache/kernels/.lock"))
                        .getMessage());
    }

    private static void said(String output, String expected) {
        assertEquals(
                DOING + ": " + expected, AptFailure.of(DOING, CACHE, output).getMessage());
    }
}
