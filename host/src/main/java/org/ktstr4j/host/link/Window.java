// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.link;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ktstr4j.wire.Frame;
import org.ktstr4j.wire.FrameReader;
import org.ktstr4j.wire.GuestState;
import org.ktstr4j.wire.Layout;

/// A window as the host sees it.
public final class Window {
    /// Bytes of a window that are left to the log, whatever the order's size.
    public static final long LOG_SIZE = 24L << 20;

    /// The order lies behind the log: where the log is does not depend on the order, since a guest that many
    /// orders are given to has begun its log before the first of them was known.
    private static final long ORDER_OFF = Layout.HEADER_SIZE + LOG_SIZE;

    private static final VarHandle INT =
            JAVA_INT.withOrder(ByteOrder.LITTLE_ENDIAN).varHandle();
    private static final VarHandle LONG =
            JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN).varHandle();

    private final MemorySegment memory;
    private final FrameReader reader = new FrameReader();
    private @Nullable String damage;

    /// A window over this memory: zeros, on which [#open] is to be called, or what a guest has made of it.
    public Window(MemorySegment memory) {
        this.memory = memory;
    }

    /// {@return the size of a window for an order with an archive of this size: a power of two of at least 64
    /// MiB}
    ///
    /// Few sizes, so that the guest's command line, and with it what can be prepared once and kept, seldom
    /// changes.
    public static long size(long archiveSize) {
        long needed = ORDER_OFF + Layout.ORDER_HEADER_SIZE + archiveSize;
        return Math.max(64L << 20, Long.highestOneBit(needed - 1) << 1);
    }

    /// Writes the header, before the guest boots: the log, then room for an order that is still to come.
    public void open() {
        setLong(Layout.MAGIC_OFF, Layout.MAGIC);
        setInt(Layout.VERSION_OFF, Layout.VERSION);
        setLong(Layout.ORDER_OFF_OFF, ORDER_OFF);
        setLong(Layout.ORDER_LEN_OFF, memory.byteSize() - ORDER_OFF);
        setLong(Layout.LOG_OFF_OFF, Layout.HEADER_SIZE);
        setLong(Layout.LOG_LEN_OFF, LOG_SIZE);
    }

    /// {@return whether QEMU holds the guest, which is READY}
    public boolean held() {
        return (int) INT.getAcquire(memory, (long) Layout.HELD_OFF) != 0;
    }

    /// Says that QEMU has been told to stop the guest, which is READY.
    public void stopping() {
        INT.setRelease(memory, (long) Layout.STOPPING_OFF, 1);
    }

    /// {@return physical address of the kernel's note VMCOREINFO, 0 if the guest has none, or is not READY yet}
    public long vmcoreInfo() {
        return (long) LONG.get(memory, (long) Layout.VMCOREINFO_OFF);
    }

    /// {@return where the archive of the order goes: write all of it, then call [#publish]}
    public OutputStream archive() {
        return new SegmentOutput(memory.asSlice(ORDER_OFF + Layout.ORDER_HEADER_SIZE));
    }

    /// Writes the order's header, then says that the order is complete.
    public void publish(long archiveSize, int archiveCrc, OrderHead head) {
        setInt(ORDER_OFF + Layout.ORDER_VERSION_OFF, Layout.VERSION);
        setInt(ORDER_OFF + Layout.ORDER_CRC_OFF, archiveCrc);
        setLong(ORDER_OFF + Layout.ORDER_ARCHIVE_LEN_OFF, archiveSize);
        setLong(ORDER_OFF + Layout.ORDER_DEADLINE_OFF, head.deadlineNs());
        setLong(ORDER_OFF + Layout.ORDER_SEED_OFF, head.seed());
        setLong(ORDER_OFF + Layout.ORDER_EPOCH_OFF, head.epochNs());
        MemorySegment.copy(
                MemorySegment.ofArray(head.entropy()),
                0,
                memory,
                ORDER_OFF + Layout.ORDER_ENTROPY_OFF,
                head.entropy().length);
        INT.setRelease(memory, (long) Layout.ORDER_READY_OFF, 1);
    }

    /// {@return how far the guest has come}
    public GuestState state() {
        return GuestState.of((int) INT.getAcquire(memory, (long) Layout.STATE_OFF));
    }

    /// {@return the frames published since the last call, in order; may be empty}
    public List<Frame> frames() {
        long logOff = (long) LONG.get(memory, (long) Layout.LOG_OFF_OFF);
        long end = (long) LONG.getAcquire(memory, (long) Layout.LOG_END_OFF);
        if (damage != null || end == reader.at()) return List.of();
        // The guest can write all of the window, so its header is believed no more than the frames are.
        long room = Math.min(memory.byteSize() - logOff, Integer.MAX_VALUE);
        if (logOff < Layout.HEADER_SIZE || end < reader.at() || end > room) {
            damage = "log damaged: the header says %s bytes at %s, the window has %d and %d of the log were read"
                    .formatted(
                            Long.toUnsignedString(end), Long.toUnsignedString(logOff), memory.byteSize(), reader.at());
            return List.of();
        }
        return reader.read(memory.asSlice(logOff, end).asByteBuffer());
    }

    /// {@return what is wrong with the log, null if nothing is}
    public @Nullable String damage() {
        return damage != null ? damage : reader.damage();
    }

    /// {@return number of records that the log had no room for}
    public long droppedRecords() {
        return (long) LONG.get(memory, (long) Layout.DROPPED_RECORDS_OFF);
    }

    /// {@return payload bytes of the records that the log had no room for}
    public long droppedBytes() {
        return (long) LONG.get(memory, (long) Layout.DROPPED_BYTES_OFF);
    }

    private void setInt(long offset, int value) {
        INT.set(memory, offset, value);
    }

    private void setLong(long offset, long value) {
        LONG.set(memory, offset, value);
    }
}
