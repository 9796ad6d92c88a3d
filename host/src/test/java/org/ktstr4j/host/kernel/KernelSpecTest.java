// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.ktstr4j.plan.PlanException;

class KernelSpecTest {
    @ParameterizedTest
    @CsvSource({
        "debian, 7.3.4+deb13-cloud-amd64, true",
        "debian, 7.3.4+deb13-amd64, false",
        "debian:7.3, 7.3.4+deb13-cloud-amd64, true",
        "debian:7.3, 7.30.1+deb13-cloud-amd64, false",
        "debian:7.3, 7.3.4+deb13-amd64, false",
        "debian:7, 7.3.4+deb13-cloud-amd64, true",
        "debian:6.18.15, 6.18.15+deb13-cloud-amd64, true",
        "debian:6.18.1, 6.18.15+deb13-cloud-amd64, false",
        "debian:6.18.15+deb13, 6.18.15+deb13-cloud-amd64, true",
        "debian:6.1, 6.1.0-47-cloud-amd64, true",
        "debian:7.3.4+deb13-rt-amd64, 7.3.4+deb13-rt-amd64, true",
        "debian:7.3.4+deb13-cloud-amd64, 7.3.4+deb13-cloud-amd64, true",
        "debian:7.3.4+deb13-cloud-amd64, 7.3.4+deb13-cloud-amd64x, false",
    })
    void a_spec_stands_for_releases(String spec, String release, boolean expected) {
        KernelSpec.Debian debian = assertInstanceOf(KernelSpec.Debian.class, KernelSpec.parse(spec));

        assertEquals(expected, debian.matches(release));
        assertEquals(spec, debian.text());
    }

    @ParameterizedTest
    @CsvSource({
        "debian, false",
        "debian:7.3, false",
        "debian:7.3.4, true",
        "debian:7.3.4+deb13-rt-amd64, true",
    })
    void three_numbers_or_a_release_are_exact(String spec, boolean expected) {
        assertEquals(
                expected,
                assertInstanceOf(KernelSpec.Debian.class, KernelSpec.parse(spec))
                        .exact());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/boot/vmlinuz", "./debian", "bzImage", "ubuntu:24.04", "Debian"})
    void anything_else_is_a_path(String text) {
        KernelSpec.ByPath path = assertInstanceOf(KernelSpec.ByPath.class, KernelSpec.parse(text));

        assertEquals(text, path.text());
        assertEquals(true, path.path().isAbsolute());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "sid", "7.3/../..", "-1", "7.3 "})
    void a_version_that_is_none_is_refused(String version) {
        PlanException e = assertThrows(PlanException.class, () -> KernelSpec.parse("debian:" + version));

        assertEquals(
                "kernel \"debian:%s\": \"%s\" is no kernel version; write debian, debian:7.3 or debian:6.18.15"
                        .formatted(version, version),
                e.getMessage());
    }

    @Test
    void an_empty_spec_is_refused() {
        PlanException e = assertThrows(PlanException.class, () -> KernelSpec.parse(" "));

        assertEquals("kernel \" \": empty; write debian, debian:7.3, or the path of a bzImage", e.getMessage());
    }
}
