// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.vm.memory;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.HashMap;
import java.util.Map;

/// What a kernel says of itself to those who read its memory: an ELF note of lines `KEY=VALUE`, kept for crash dumps.
final class VmcoreInfo {
    private static final byte[] NAME = "VMCOREINFO\0".getBytes(US_ASCII);
    // namesz, descsz, type; then the name, filled up to a multiple of 4
    private static final int HEADER = 12;
    private static final int TEXT_OFF = HEADER + 12;
    private static final int MOST = 1 << 16;

    private final Map<String, String> values;

    private VmcoreInfo(Map<String, String> values) {
        this.values = values;
    }

    /// {@return what the note at this address says}
    ///
    /// @param address physical; the kernel shows it in `/sys/kernel/vmcoreinfo`
    static VmcoreInfo read(PhysicalMemory memory, long address) throws UnknownMemoryException {
        int length = memory.int32(address + 4);
        if (memory.int32(address) != NAME.length
                || !java.util.Arrays.equals(memory.bytes(address + HEADER, NAME.length), NAME)
                || length < 0
                || length > MOST) {
            throw new UnknownMemoryException("there is no note VMCOREINFO at 0x%x".formatted(address));
        }
        Map<String, String> values = new HashMap<>();
        for (String line : new String(memory.bytes(address + TEXT_OFF, length), US_ASCII).split("\n", -1)) {
            int equals = line.indexOf('=');
            if (equals > 0) values.put(line.substring(0, equals), line.substring(equals + 1));
        }
        return new VmcoreInfo(values);
    }

    /// {@return the virtual address of a variable}
    long symbol(String name) throws UnknownMemoryException {
        return parse("SYMBOL", name, 16);
    }

    long size(String type) throws UnknownMemoryException {
        return parse("SIZE", type, 10);
    }

    long offset(String member) throws UnknownMemoryException {
        return parse("OFFSET", member, 10);
    }

    long number(String name) throws UnknownMemoryException {
        return parse("NUMBER", name, 10);
    }

    private long parse(String kind, String name, int radix) throws UnknownMemoryException {
        String key = kind + "(" + name + ")";
        String value = values.get(key);
        if (value == null) throw new UnknownMemoryException("the kernel's note VMCOREINFO has no " + key);
        try {
            return radix == 16 ? Long.parseUnsignedLong(value, radix) : Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw new UnknownMemoryException(
                    "the kernel's note VMCOREINFO has %s=%s, which is no number".formatted(key, value));
        }
    }
}
