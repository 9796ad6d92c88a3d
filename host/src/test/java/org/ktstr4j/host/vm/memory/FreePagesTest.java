// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.vm.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Path;
import java.util.BitSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FreePagesTest {
    @TempDir
    Path dir;

    private BitSet read(TinyKernel kernel, long note) throws IOException, UnknownMemoryException {
        try (PhysicalMemory memory = kernel.in(dir.resolve("ram0"))) {
            return FreePages.read(memory, note);
        }
    }

    private String refusal(TinyKernel kernel, long note) {
        return String.valueOf(assertThrows(UnknownMemoryException.class, () -> read(kernel, note))
                .getMessage());
    }

    private static TinyKernel kernel() {
        return new TinyKernel().mapped(4, false);
    }

    @ParameterizedTest
    @CsvSource({"4, false", "4, true", "5, false", "5, true"})
    void free_are_all_pages_of_free_blocks(int levels, boolean large) throws IOException, UnknownMemoryException {
        TinyKernel kernel =
                new TinyKernel().mapped(levels, large).free(3, 0).free(64, 3).free(1023, 0);

        BitSet expected = new BitSet();
        expected.set(3);
        expected.set(64, 72);
        expected.set(1023);
        assertEquals(expected, read(kernel, TinyKernel.NOTE));
    }

    @Test
    void nothing_is_free_where_the_array_is_not_mapped() throws IOException, UnknownMemoryException {
        assertEquals(new BitSet(), read(new TinyKernel().free(3, 0), TinyKernel.NOTE));
    }

    @Test
    void a_kernel_without_the_note() {
        assertEquals(
                "the guest does not say: its kernel has no /sys/kernel/vmcoreinfo (CONFIG_VMCORE_INFO), or page_poison",
                refusal(kernel(), 0));
    }

    @ParameterizedTest
    @CsvSource({
        "0x3000, there is no note VMCOREINFO at 0x3000",
        "0x400000, there is no memory at 0x400004",
        "-8, there is no memory at 0xfffffffffffffffc"
    })
    void a_note_that_is_elsewhere(String at, String expected) {
        assertEquals(expected, refusal(kernel(), Long.decode(at)));
    }

    @ParameterizedTest
    @CsvSource({
        "SYMBOL(vmemmap)",
        "SYMBOL(init_top_pgt)",
        "NUMBER(phys_base)",
        "NUMBER(pgtable_l5_enabled)",
        "SIZE(page)",
        "OFFSET(page._mapcount)",
        "OFFSET(page.private)",
        "NUMBER(PAGE_BUDDY_MAPCOUNT_VALUE)"
    })
    void a_note_that_does_not_say_all(String key) {
        assertEquals(
                "the kernel's note VMCOREINFO has no " + key, refusal(kernel().saysNothingOf(key), TinyKernel.NOTE));
    }

    @Test
    void a_note_with_something_else_than_a_number() {
        assertEquals(
                "the kernel's note VMCOREINFO has SIZE(page)=much, which is no number",
                refusal(kernel().says("SIZE(page)", "much"), TinyKernel.NOTE));
    }

    @Test
    void descriptions_of_pages_that_reach_over_the_end_of_a_page() {
        assertEquals(
                "the kernel describes a page in 72 bytes, which pages cannot be divided into",
                refusal(kernel().says("SIZE(page)", "72"), TinyKernel.NOTE));
    }

    @Test
    void a_block_larger_than_any() {
        assertEquals("page 8 is in a free block of 2^50 pages", refusal(kernel().free(8, 50), TinyKernel.NOTE));
    }

    @Test
    void a_block_that_reaches_beyond_memory() {
        assertEquals(
                "a free block of 16 pages from page 1016 on reaches beyond memory",
                refusal(kernel().free(1016, 4), TinyKernel.NOTE));
    }
}
