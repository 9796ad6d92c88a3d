// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.wire;

/// Offsets and constants of the window: little endian, format version 1, described in docs/window.md.
///
/// `kt layout` prints the same names and numbers from C.
public final class Layout {
    /// Format version of header, order and frames.
    public static final int VERSION = 1;

    /// The first eight bytes of a window: `TKSTR4J1` in ASCII.
    public static final long MAGIC = 0x314a345254534b54L;

    /// Size of the header in bytes; the order lies behind it.
    public static final int HEADER_SIZE = 4096;

    /// Offset of the magic number (u64).
    public static final int MAGIC_OFF = 0;

    /// Offset of the format version (u32).
    public static final int VERSION_OFF = 8;

    /// Offset of the flag that says the order is complete (u32, written last).
    public static final int ORDER_READY_OFF = 12;

    /// Offset of the order's offset (u64, bytes from the window's start).
    public static final int ORDER_OFF_OFF = 16;

    /// Offset of the order's length (u64, bytes).
    public static final int ORDER_LEN_OFF = 24;

    /// Offset of the log's offset (u64, bytes from the window's start).
    public static final int LOG_OFF_OFF = 32;

    /// Offset of the log's length (u64, bytes).
    public static final int LOG_LEN_OFF = 40;

    /// Offset of the flag that says that QEMU has been told to stop (u32).
    public static final int STOPPING_OFF = 48;

    /// Offset of the flag that says that QEMU holds the guest until it has been told (u32).
    public static final int HELD_OFF = 52;

    /// Offset of the guest's state (u32, see [GuestState]).
    public static final int STATE_OFF = 128;

    /// Offset of the number of published log bytes (u64, release).
    public static final int LOG_END_OFF = 136;

    /// Offset of the number of records that did not fit (u64).
    public static final int DROPPED_RECORDS_OFF = 144;

    /// Offset of the number of payload bytes that did not fit (u64).
    public static final int DROPPED_BYTES_OFF = 152;

    /// Offset of the physical address of the kernel's note VMCOREINFO (u64).
    public static final int VMCOREINFO_OFF = 160;

    /// Size of the order's header in bytes; the archive follows.
    public static final int ORDER_HEADER_SIZE = 128;

    /// Offset, within the order, of its format version (u32).
    public static final int ORDER_VERSION_OFF = 0;

    /// Offset, within the order, of the archive's CRC-32 (u32, IEEE).
    public static final int ORDER_CRC_OFF = 4;

    /// Offset, within the order, of the archive's length (u64, bytes).
    public static final int ORDER_ARCHIVE_LEN_OFF = 8;

    /// Offset, within the order, of the time allowed to the body (u64, ns of guest time, 0 for no limit).
    public static final int ORDER_DEADLINE_OFF = 16;

    /// Offset, within the order, of the run's seed (u64).
    public static final int ORDER_SEED_OFF = 24;

    /// Offset, within the order, of the wall clock to set (u64, ns since 1970, 0 to leave it).
    public static final int ORDER_EPOCH_OFF = 32;

    /// Offset, within the order, of the entropy for the guest's pool (64 bytes, all zero for none).
    public static final int ORDER_ENTROPY_OFF = 40;

    /// Number of entropy bytes in an order.
    public static final int ORDER_ENTROPY_SIZE = 64;

    /// Size of a frame's header in bytes.
    public static final int FRAME_HEADER_SIZE = 24;

    /// Frames start at multiples of this many bytes.
    public static final int FRAME_ALIGN = 8;

    /// Bytes at the end of the log that only the last words of a run may use.
    public static final int LOG_RESERVE = 64 * 1024;

    private Layout() {}
}
