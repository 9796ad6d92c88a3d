// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.vm.memory;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.BitSet;

/// The pages that a kernel's page allocator has in its lists of free blocks: nobody reads what they hold, since whoever
/// gets one must take it for garbage, or has the kernel fill it first.
public final class FreePages {
    /// Blocks have at most 2 to the power of this many pages; kernels have 10 (`MAX_PAGE_ORDER`), or as configured.
    private static final long MOST_ORDER = 20;

    private FreePages() {}

    /// {@return the free pages, as numbers of pages in the files of memory, one after the other}
    ///
    /// A page that is just being taken or given back is not among them: a block is marked as free last, and is no
    /// longer so before anybody gets it.
    ///
    /// @param note physical address of the kernel's note VMCOREINFO, 0 if the guest does not say
    /// @throws UnknownMemoryException if the kernel does not say where to look
    public static BitSet read(PhysicalMemory memory, long note) throws UnknownMemoryException {
        if (note == 0) {
            throw new UnknownMemoryException(
                    "the guest does not say: its kernel has no /sys/kernel/vmcoreinfo (CONFIG_VMCORE_INFO), or page_poison");
        }
        VmcoreInfo info = VmcoreInfo.read(memory, note);
        PageTables tables = new PageTables(memory, info);
        long pages = info.symbol("vmemmap");
        long size = info.size("page");
        // A free block's first page has this where others count their mappings, and its order.
        long mark = info.offset("page._mapcount");
        long order = info.offset("page.private");
        int isFree = (int) info.number("PAGE_BUDDY_MAPCOUNT_VALUE");
        if (size <= 0 || PhysicalMemory.PAGE % size != 0) {
            throw new UnknownMemoryException(
                    "the kernel describes a page in %d bytes, which pages cannot be divided into".formatted(size));
        }
        long together = PhysicalMemory.PAGE / size;
        BitSet free = new BitSet();
        for (long first = 0, seen = 0; seen < memory.size() / PhysicalMemory.PAGE; first += together) {
            if (memory.offset(first * PhysicalMemory.PAGE) < 0) continue;
            seen += together;
            long at = tables.physical(pages + first * size);
            if (at < 0) continue; // memory that the kernel does not use
            MemorySegment some = memory.at(at, PhysicalMemory.PAGE);
            for (long i = 0; i < together; i++) {
                if (some.get(ValueLayout.JAVA_INT_UNALIGNED, i * size + mark) != isFree) continue;
                long exponent = some.get(ValueLayout.JAVA_LONG_UNALIGNED, i * size + order);
                if (exponent < 0 || exponent > MOST_ORDER) {
                    throw new UnknownMemoryException(
                            "page %d is in a free block of 2^%d pages".formatted(first + i, exponent));
                }
                add(free, memory, first + i, 1L << exponent);
            }
        }
        return free;
    }

    private static void add(BitSet free, PhysicalMemory memory, long first, long count) throws UnknownMemoryException {
        long begin = memory.offset(first * PhysicalMemory.PAGE);
        long last = memory.offset((first + count) * PhysicalMemory.PAGE - 1);
        if (begin < 0 || last - begin != count * PhysicalMemory.PAGE - 1) {
            throw new UnknownMemoryException(
                    "a free block of %d pages from page %d on reaches beyond memory".formatted(count, first));
        }
        free.set((int) (begin / PhysicalMemory.PAGE), (int) (last / PhysicalMemory.PAGE) + 1);
    }
}
