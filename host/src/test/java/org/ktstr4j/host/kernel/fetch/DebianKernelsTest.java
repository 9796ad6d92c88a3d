// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.kernel.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.ktstr4j.host.kernel.fetch.DebianKernels.Offer;

class DebianKernelsTest {
    private static AptPackage named(String name) {
        return new AptPackage(name, "1-1", 1000);
    }

    @Test
    void the_layout_is_seen_from_the_packages_that_are_there() {
        AptPackage binary = named("linux-binary-7.3.4+deb13-cloud-amd64");
        AptPackage base = named("linux-base-7.3.4+deb13-cloud-amd64");
        AptPackage binaryAlone = named("linux-binary-7.1.13+deb13-cloud-amd64");
        AptPackage whole = named("linux-image-6.18.15+deb13-cloud-amd64");

        List<Offer> offers = DebianKernels.offers(List.of(
                whole,
                binaryAlone,
                base,
                binary,
                named("linux-image-7.3.4+deb13-cloud-amd64"),
                named("linux-image-7.1.13+deb13-cloud-amd64")));

        assertEquals(
                List.of(
                        new Offer("7.3.4+deb13-cloud-amd64", binary, Optional.of(base)),
                        new Offer("7.1.13+deb13-cloud-amd64", binaryAlone, Optional.empty()),
                        new Offer("6.18.15+deb13-cloud-amd64", whole, Optional.empty())),
                offers);
        assertEquals(
                List.of(true, true, false), offers.stream().map(Offer::split).toList());
    }

    @Test
    void other_flavours_and_naming_schemes_are_known_and_empty_packages_are_not() {
        List<Offer> offers = DebianKernels.offers(List.of(
                named("linux-image-6.12-cloud-amd64"),
                named("linux-image-cloud-amd64"),
                named("linux-image-7.3.4+deb13-cloud-amd64-dbg"),
                named("linux-image-6.12.94+deb13-cloud-amd64-unsigned"),
                named("linux-image-6.1.0-47-cloud-amd64"),
                named("linux-binary-7.3.4+deb13-rt-amd64"),
                named("linux-binary-7.3.4+deb13-amd64"),
                named("linux-base-7.2.6+deb13-amd64")));

        assertEquals(
                List.of("7.3.4+deb13-rt-amd64", "7.3.4+deb13-amd64", "6.1.0-47-cloud-amd64"),
                offers.stream().map(Offer::release).toList());
    }

    @Test
    void packages_are_read_from_what_apt_cache_shows() {
        String out = """
                Package: linux-base-7.3.4+deb13-cloud-amd64
                Source: linux
                Version: 7.3.4-1~bpo13+1
                Description-en: text
                 Version: not this one
                Size: 1025208

                Package: broken

                Package: linux-binary-7.3.4+deb13-cloud-amd64
                Version: 7.3.4-1~bpo13+1
                Size: 13604064
                """;

        assertEquals(
                List.of(
                        new AptPackage("linux-base-7.3.4+deb13-cloud-amd64", "7.3.4-1~bpo13+1", 1025208),
                        new AptPackage("linux-binary-7.3.4+deb13-cloud-amd64", "7.3.4-1~bpo13+1", 13604064)),
                AptPackage.parse(out));
    }
}
