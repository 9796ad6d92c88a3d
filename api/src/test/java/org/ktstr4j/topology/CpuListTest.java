// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CpuListTest {
    @Test
    void ranges_and_single_numbers_are_parsed_in_order_and_once() {
        assertEquals(List.of(0, 1, 2, 3, 8), CpuList.parse("8,0-3,2\n"));
    }

    @Test
    void a_blank_text_is_no_cpus() {
        assertEquals(List.of(), CpuList.parse("\n"));
    }

    @Test
    void neighbours_are_joined_when_formatted() {
        assertEquals("0-3,8,10-11", CpuList.format(List.of(11, 10, 8, 3, 2, 1, 0, 0)));
    }

    @Test
    void no_cpus_are_the_empty_text() {
        assertEquals("", CpuList.format(List.of()));
    }

    @ParameterizedTest
    @CsvSource({"'0-', ''", "'3-1', 3-1", "'a', a", "'0,,1', ''", "'-1', ''", "'0-7:2/4', 7:2/4", "'123456', 123456"})
    void anything_else_is_refused_with_the_part_that_is_wrong(String text, String part) {
        var e = assertThrows(IllegalArgumentException.class, () -> CpuList.parse(text));

        assertEquals(
                "CPU list \"" + text + "\": \"" + part
                        + "\" is neither a number of at most 5 digits nor an ascending range; write for example 0-3,8",
                e.getMessage());
    }
}
