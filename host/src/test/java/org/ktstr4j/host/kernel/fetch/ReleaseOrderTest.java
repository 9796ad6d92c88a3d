// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.kernel.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReleaseOrderTest {
    private static final List<String> OLDEST_FIRST = List.of(
            "6.1.0-9-cloud-amd64",
            "6.1.0-47-cloud-amd64",
            "6.9.12+deb13-cloud-amd64",
            "6.12.90+deb12-cloud-amd64",
            "6.12.90+deb12.1-cloud-amd64",
            "6.12.107+deb13-cloud-amd64",
            "6.19.6+deb13-cloud-amd64",
            "6.19.10+deb13-cloud-amd64",
            "7.0.4+deb13-cloud-amd64",
            "7.3~rc1-cloud-amd64",
            "7.3~rc10-cloud-amd64",
            "7.3-cloud-amd64",
            "7.3.4+deb13-cloud-amd64");

    @Test
    void releases_sort_as_debian_sorts_versions() {
        List<String> shuffled = new ArrayList<>(OLDEST_FIRST);
        Collections.shuffle(shuffled, new Random(1));

        shuffled.sort(new ReleaseOrder());

        assertEquals(OLDEST_FIRST, shuffled);
    }

    @Test
    void leading_zeros_do_not_count() {
        assertEquals(0, new ReleaseOrder().compare("6.01", "6.1"));
    }
}
