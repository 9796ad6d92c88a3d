// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.vm.memory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Memory of 4 MiB in which a kernel has left what it says about itself: the note, page tables, and an array of 64
/// bytes
/// for each page.
final class TinyKernel {
    static final int NOTE = 0x1000;
    static final int PAGES = 1024;

    private static final long VMEMMAP = 0xffff_ea00_0000_0000L;
    private static final long TEXT_MAP = 0xffff_ffff_8000_0000L;
    private static final int TOP = 0x2000;
    private static final int ARRAY = 0x20_0000;
    private static final int PRESENT_WRITABLE = 3;
    private static final int LARGE = 1 << 7;
    private static final int FREE = -129;

    private final ByteBuffer memory =
            ByteBuffer.allocate(PAGES * PhysicalMemory.PAGE).order(ByteOrder.LITTLE_ENDIAN);
    private final Map<String, String> says = new LinkedHashMap<>();

    TinyKernel() {
        says.put("OSRELEASE", "7.3.4");
        says.put("SYMBOL(init_top_pgt)", Long.toHexString(TEXT_MAP + TOP - PhysicalMemory.PAGE));
        says.put("SYMBOL(vmemmap)", Long.toHexString(VMEMMAP));
        says.put("SIZE(page)", "64");
        says.put("OFFSET(page._mapcount)", "48");
        says.put("OFFSET(page.private)", "40");
        says.put("NUMBER(PAGE_BUDDY_MAPCOUNT_VALUE)", Integer.toString(FREE));
        says.put("NUMBER(phys_base)", Integer.toString(PhysicalMemory.PAGE));
        says.put("NUMBER(pgtable_l5_enabled)", "0");
        for (int page = 0; page < PAGES; page++) memory.putInt(ARRAY + 64 * page + 48, -1);
    }

    /// Says something else, or with null nothing, of this.
    TinyKernel says(String key, String value) {
        says.put(key, value);
        return this;
    }

    TinyKernel saysNothingOf(String key) {
        says.remove(key);
        return this;
    }

    /// A free block of 2^order pages.
    TinyKernel free(int page, long order) {
        memory.putInt(ARRAY + 64 * page + 48, FREE);
        memory.putLong(ARRAY + 64 * page + 40, order);
        return this;
    }

    /// Maps the array by so many levels of tables, the last of which has pages of 4 KiB or, one level less, of 2 MiB.
    TinyKernel mapped(int levels, boolean large) {
        if (levels == 5) says.put("NUMBER(pgtable_l5_enabled)", "1");
        int table = TOP;
        int last = large ? 21 : 12;
        for (int shift = 12 + 9 * (levels - 1); shift > last; shift -= 9) {
            memory.putLong(table + 8 * index(shift), table + PhysicalMemory.PAGE + PRESENT_WRITABLE);
            table += PhysicalMemory.PAGE;
        }
        if (large) {
            memory.putLong(table + 8 * index(last), ARRAY | LARGE | PRESENT_WRITABLE);
            return this;
        }
        for (int i = 0; i < PAGES * 64 / PhysicalMemory.PAGE; i++) {
            memory.putLong(table + 8 * i, ARRAY + i * PhysicalMemory.PAGE + PRESENT_WRITABLE);
        }
        return this;
    }

    private static int index(int shift) {
        return (int) ((VMEMMAP >>> shift) & 511);
    }

    PhysicalMemory in(Path file) throws IOException {
        byte[] text = says.entrySet().stream()
                .map(each -> each.getKey() + "=" + each.getValue() + "\n")
                .collect(Collectors.joining())
                .getBytes(StandardCharsets.US_ASCII);
        memory.putInt(NOTE, 11).putInt(NOTE + 4, text.length);
        memory.put(NOTE + 12, "VMCOREINFO".getBytes(StandardCharsets.US_ASCII));
        memory.put(NOTE + 24, text);
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            channel.write(memory.rewind());
            return new PhysicalMemory(List.of(channel));
        }
    }
}
