// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ktstr4j.plan.PlanException;

/// What the dynamic loader reads of a 64-bit little-endian ELF file.
///
/// @param type `e_type`: 2 an executable at a fixed address, 3 a shared object or a position-independent
/// executable
/// @param machine `e_machine`, [#X86_64] for instance
/// @param interpreter `PT_INTERP`, absent in shared objects and static programs
/// @param needed `DT_NEEDED`, in the file's order
/// @param rpath `DT_RPATH`, split at colons, tokens as they are
/// @param runpath `DT_RUNPATH`, likewise
/// @param soname `DT_SONAME`
/// @param loadedLength bytes from the file's start that are ever mapped; what follows is for debuggers and
/// linkers
public record Elf(
        int type,
        int machine,
        Optional<String> interpreter,
        List<String> needed,
        List<String> rpath,
        List<String> runpath,
        Optional<String> soname,
        long loadedLength) {
    /// `EM_X86_64`.
    public static final int X86_64 = 62;

    private static final byte[] MAGIC = {0x7f, 'E', 'L', 'F'};
    private static final int HEADER = 64;
    private static final int SEGMENT = 56;
    private static final int PT_LOAD = 1;
    private static final int PT_DYNAMIC = 2;
    private static final int PT_INTERP = 3;
    private static final int DT_NULL = 0;
    private static final int DT_NEEDED = 1;
    private static final int DT_STRTAB = 5;
    private static final int DT_SONAME = 14;
    private static final int DT_RPATH = 15;
    private static final int DT_RUNPATH = 29;

    /// {@return whether the file starts as an ELF file does}
    public static boolean isElf(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            ByteBuffer start = ByteBuffer.allocate(MAGIC.length);
            channel.read(start, 0);
            return Arrays.equals(start.array(), MAGIC);
        }
    }

    /// {@return what the file says}
    ///
    /// @throws PlanException if it cannot be read or is no such file
    public static Elf read(Path file) {
        try (FileChannel channel = FileChannel.open(file)) {
            return new Reader(file, channel).read();
        } catch (IOException e) {
            throw new PlanException("read ELF file " + file + ": " + e + "; give a readable file", e);
        }
    }

    /// {@return a machine's usual name, or its number}
    public static String machineName(int machine) {
        return switch (machine) {
            case 3 -> "x86 (32 bit)";
            case 8 -> "MIPS";
            case 21 -> "PowerPC 64";
            case 22 -> "S390";
            case 40 -> "ARM (32 bit)";
            case X86_64 -> "x86-64";
            case 183 -> "AArch64";
            case 243 -> "RISC-V";
            case 247 -> "BPF";
            case 258 -> "LoongArch";
            default -> "machine " + machine;
        };
    }

    private record Segment(int type, long off, long addr, long length) {}

    private static final class Reader {
        private final Path file;
        private final FileChannel channel;
        private final List<Segment> segments = new ArrayList<>();

        Reader(Path file, FileChannel channel) {
            this.file = file;
            this.channel = channel;
        }

        Elf read() throws IOException {
            long size = channel.size();
            ByteBuffer start = bytes(0, (int) Math.min(size, HEADER), "header");
            checkIdent(start, size);
            int machine = start.getShort(18);
            long table = start.getLong(32);
            int count = Short.toUnsignedInt(start.getShort(56));
            ByteBuffer headers = bytes(table, count * SEGMENT, "program headers");
            long loaded = Math.max(HEADER, table + (long) count * SEGMENT);
            for (int at = 0; at < count * SEGMENT; at += SEGMENT) {
                Segment segment = new Segment(
                        headers.getInt(at),
                        headers.getLong(at + 8),
                        headers.getLong(at + 16),
                        headers.getLong(at + 32));
                segments.add(segment);
                if (segment.type() == PT_LOAD) {
                    loaded = Math.max(loaded, segment.off() + segment.length());
                }
            }
            return dynamic(start.getShort(16), machine, loaded);
        }

        private void checkIdent(ByteBuffer start, long size) {
            if (size < MAGIC.length || !start.slice(0, MAGIC.length).equals(ByteBuffer.wrap(MAGIC))) {
                byte[] found = new byte[Math.min(start.capacity(), MAGIC.length)];
                start.get(0, found);
                throw wrong("it starts with bytes " + HexFormat.ofDelimiter(" ").formatHex(found)
                        + ", an ELF file with 7f 45 4c 46");
            }
            if (size < HEADER) {
                throw wrong("it has " + size + " bytes, an ELF header has " + HEADER);
            }
            if (start.get(4) != 2 || start.get(5) != 1) {
                // e_machine is at the same place in 32-bit files
                int machine = start.get(5) == 2 ? Short.reverseBytes(start.getShort(18)) : start.getShort(18);
                throw wrong("it is " + (start.get(4) == 1 ? "32-bit " : "64-bit ")
                        + (start.get(5) == 2 ? "big-endian" : "little-endian") + " for " + machineName(machine)
                        + ", the guest runs 64-bit little-endian x86-64");
            }
        }

        private Elf dynamic(int type, int machine, long loaded) throws IOException {
            Segment interp = segment(PT_INTERP);
            Optional<String> interpreter = Optional.empty();
            if (interp != null) {
                interpreter = Optional.of(string(bytes(interp.off(), checked(interp.length()), "interpreter"), 0));
            }
            Segment dynamic = segment(PT_DYNAMIC);
            ByteBuffer table = ByteBuffer.allocate(0);
            if (dynamic != null) {
                table = bytes(dynamic.off(), checked(dynamic.length()), "dynamic section");
            }
            long strings = 0;
            for (int at = 0; at + 16 <= table.capacity() && table.getLong(at) != DT_NULL; at += 16) {
                strings = table.getLong(at) == DT_STRTAB ? offsetOf(table.getLong(at + 8)) : strings;
            }
            List<String> needed = new ArrayList<>();
            List<String> rpath = new ArrayList<>();
            List<String> runpath = new ArrayList<>();
            String soname = null;
            for (int at = 0; at + 16 <= table.capacity() && table.getLong(at) != DT_NULL; at += 16) {
                long value = strings + table.getLong(at + 8);
                switch ((int) table.getLong(at)) {
                    case DT_NEEDED -> needed.add(stringAt(value));
                    case DT_RPATH -> rpath.addAll(List.of(stringAt(value).split(":")));
                    case DT_RUNPATH -> runpath.addAll(List.of(stringAt(value).split(":")));
                    case DT_SONAME -> soname = stringAt(value);
                    default -> {}
                }
            }
            return new Elf(
                    type,
                    machine,
                    interpreter,
                    List.copyOf(needed),
                    List.copyOf(rpath),
                    List.copyOf(runpath),
                    Optional.ofNullable(soname),
                    loaded);
        }

        private @Nullable Segment segment(int type) {
            for (Segment segment : segments) {
                if (segment.type() == type) {
                    return segment;
                }
            }
            return null;
        }

        private long offsetOf(long addr) {
            for (Segment segment : segments) {
                if (segment.type() == PT_LOAD && addr >= segment.addr() && addr - segment.addr() < segment.length()) {
                    return segment.off() + addr - segment.addr();
                }
            }
            throw wrong("its string table at address 0x" + Long.toHexString(addr) + " is in no loaded segment");
        }

        private String stringAt(long off) throws IOException {
            int length = (int) Math.min(4096, channel.size() - off);
            return string(bytes(off, length, "string table"), 0);
        }

        private String string(ByteBuffer bytes, int from) {
            int end = from;
            while (end < bytes.capacity() && bytes.get(end) != 0) {
                end++;
            }
            return UTF_8.decode(bytes.slice(from, end - from)).toString();
        }

        private int checked(long length) {
            if (length < 0 || length > 1 << 20) {
                throw wrong("a table of it claims " + length + " bytes");
            }
            return (int) length;
        }

        private ByteBuffer bytes(long off, int length, String what) throws IOException {
            ByteBuffer buffer = ByteBuffer.allocate(Math.max(length, 0)).order(ByteOrder.LITTLE_ENDIAN);
            while (off >= 0 && buffer.hasRemaining() && channel.read(buffer, off + buffer.position()) > 0) {}
            if (buffer.hasRemaining() || length < 0 || off < 0) {
                throw wrong("its " + what + " should be at " + off + ".." + (off + length) + ", the file has "
                        + channel.size() + " bytes");
            }
            return buffer;
        }

        private PlanException wrong(String found) {
            return PlanException.of("read ELF file " + file + ": " + found + "; give a complete 64-bit x86-64 file");
        }
    }
}
