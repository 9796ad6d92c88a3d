// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.kernel.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.ktstr4j.plan.PlanException;

class HostSourcesTest {
    private static final String MIRROR = "http://mirror.invalid/debian";
    private static final String SECURITY = "http://mirror.invalid/debian-security";

    /// As `apt-get indextargets --format '$(SITE)|$(RELEASE)|$(ORIGIN)|$(LABEL)'` prints it, site by site.
    @Test
    void only_debians_own_archives_are_taken_from_the_lists() {
        String out = """
                %s|bookworm|Debian|Debian
                %s|bookworm|Debian|Debian
                %s|bookworm-security|Debian|Debian-Security
                https://other.invalid/node|nodistro|Other|Other
                https://odd.invalid|$(RELEASE)
                """.formatted(MIRROR, MIRROR, SECURITY);

        assertEquals(
                List.of(new AptSource(MIRROR, "bookworm", true), new AptSource(SECURITY, "bookworm-security", false)),
                HostSources.parseTargets(out));
    }

    /// As `apt-get --print-uris update` prints them.
    @Test
    void without_lists_the_uris_are_read() {
        String out = """
                '%s/dists/bookworm/InRelease' mirror.invalid_debian_dists_bookworm_InRelease 0\s
                '%s/dists/bookworm-security/InRelease' mirror.invalid_x_InRelease 0\s
                '%s/dists/bookworm/main/binary-amd64/Packages.xz' mirror.invalid_x_Packages 0\s
                'cdrom:[Debian 12]/dists/bookworm/InRelease' x 0\s
                """.formatted(MIRROR, SECURITY, MIRROR);

        assertEquals(
                List.of(new AptSource(MIRROR, "bookworm", true), new AptSource(SECURITY, "bookworm-security", false)),
                HostSources.parseUris(out));
    }

    @Test
    void backports_come_first_then_stable_then_what_the_host_has() {
        List<AptSource> own =
                List.of(new AptSource(MIRROR, "bookworm", true), new AptSource(SECURITY, "bookworm-security", false));

        assertEquals(
                List.of(
                        new AptSource(MIRROR, "trixie-backports", true),
                        new AptSource(MIRROR, "trixie", true),
                        new AptSource(MIRROR, "bookworm", true),
                        new AptSource(SECURITY, "bookworm-security", false)),
                HostSources.suites(own));
    }

    @Test
    void a_host_on_sid_gives_its_mirror_but_not_its_suite() {
        List<AptSource> own = List.of(new AptSource(MIRROR, "sid", true), new AptSource(MIRROR, "unstable", true));

        assertEquals(
                List.of(new AptSource(MIRROR, "trixie-backports", true), new AptSource(MIRROR, "trixie", true)),
                HostSources.suites(own));
    }

    @Test
    void a_host_without_an_archive_of_debian_is_refused() {
        PlanException e = assertThrows(PlanException.class, () -> HostSources.suites(List.of()));

        assertEquals(
                "fetch a kernel of Debian: apt is configured with no archive of Debian; "
                        + "add a Debian mirror to /etc/apt/sources.list.d, or give the path of a bzImage",
                e.getMessage());
    }
}
