// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.vm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class QemuVersionTest {
    private static QemuVersion parse(String printed) {
        return QemuVersion.parse(printed).orElseThrow();
    }

    @Test
    void the_first_line_tells_the_version_and_the_distributions_revision() {
        QemuVersion v = parse("""
                QEMU emulator version 10.0.2 (Debian 1:10.0.2+ds-2+deb13u1~bpo12+1)
                Copyright (c) 2003-2025 Fabrice Bellard and the QEMU Project developers
                """);

        assertEquals(
                new QemuVersion(10, 0, 2, "QEMU emulator version 10.0.2 (Debian 1:10.0.2+ds-2+deb13u1~bpo12+1)"), v);
        assertEquals("10.0.2", v.toString());
    }

    @Test
    void a_missing_third_number_is_zero() {
        assertEquals("11.1.0", parse("QEMU emulator version 11.1").toString());
    }

    @Test
    void other_output_is_no_version() {
        assertEquals(Optional.empty(), QemuVersion.parse("bash: no such file"));
        assertEquals(Optional.empty(), QemuVersion.parse(""));
    }

    @Test
    void versions_are_ordered_by_number() {
        assertTrue(parse("QEMU emulator version 9.2.0").compareTo(parse("QEMU emulator version 10.0.0")) < 0);
        assertTrue(parse("QEMU emulator version 10.1.0").compareTo(parse("QEMU emulator version 10.0.9")) > 0);
    }
}
