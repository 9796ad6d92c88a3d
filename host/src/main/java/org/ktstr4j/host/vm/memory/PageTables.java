// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.vm.memory;

/// The kernel's own page tables, of x86-64 (Intel SDM volume 3, 5.5).
final class PageTables {
    /// Where the kernel's text is mapped, but for `phys_base` (`__START_KERNEL_map`).
    private static final long TEXT_MAP = 0xffff_ffff_8000_0000L;

    private static final long PRESENT = 1;
    private static final long LARGE = 1 << 7;
    private static final long FRAME = 0x000f_ffff_ffff_f000L;
    private static final int PAGE_SHIFT = 12;
    private static final int LEVEL_BITS = 9;

    private final PhysicalMemory memory;
    private final long top;
    private final int levels;

    PageTables(PhysicalMemory memory, VmcoreInfo info) throws UnknownMemoryException {
        this.memory = memory;
        this.top = info.symbol("init_top_pgt") - TEXT_MAP + info.number("phys_base");
        this.levels = info.number("pgtable_l5_enabled") == 0 ? 4 : 5;
    }

    /// {@return the physical address, −1 if nothing is mapped there}
    long physical(long virtual) throws UnknownMemoryException {
        long table = top;
        for (int shift = PAGE_SHIFT + LEVEL_BITS * (levels - 1); ; shift -= LEVEL_BITS) {
            long index = (virtual >>> shift) & ((1 << LEVEL_BITS) - 1);
            long entry = memory.int64(table + index * Long.BYTES);
            if ((entry & PRESENT) == 0) return -1;
            if (shift == PAGE_SHIFT || (entry & LARGE) != 0) {
                long inside = (1L << shift) - 1;
                return (entry & FRAME & ~inside) | (virtual & inside);
            }
            table = entry & FRAME;
        }
    }
}
