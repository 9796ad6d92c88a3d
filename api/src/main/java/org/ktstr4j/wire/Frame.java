// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;

/// One frame of the log.
///
/// @param type a [FrameType] number, or one that a later version knows
/// @param source who wrote it: [#KT] or [#AGENT]
/// @param seq position in the log, from 0
/// @param atNs guest CLOCK_MONOTONIC when it was written, ns
/// @param payload the content; the array is the frame's own and must not be changed
@SuppressWarnings("ArrayRecordComponent") // compared by nobody; a copy per text chunk would be for nothing
public record Frame(int type, int source, int seq, long atNs, byte[] payload) {
    /// Written by `kt`.
    public static final int KT = 1;

    /// Written by the agent.
    public static final int AGENT = 2;

    /// {@return the frame as it lies in the log: header, payload, zeros up to a multiple of eight}
    public byte[] encode() {
        ByteBuffer out = ByteBuffer.allocate(aligned(Layout.FRAME_HEADER_SIZE + payload.length))
                .order(ByteOrder.LITTLE_ENDIAN);
        out.putInt(payload.length).putShort((short) type).putShort((short) source);
        out.putInt(crc(type, source, seq, atNs, payload))
                .putInt(seq)
                .putLong(atNs)
                .put(payload);
        return out.array();
    }

    /// {@return the CRC-32 of everything in a frame but its length and the CRC itself}
    static int crc(int type, int source, int seq, long atNs, byte[] payload) {
        ByteBuffer head = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        head.putShort((short) type).putShort((short) source).putInt(seq).putLong(atNs);
        CRC32 crc = new CRC32();
        crc.update(head.array());
        crc.update(payload);
        return (int) crc.getValue();
    }

    /// {@return `size` rounded up to where the next frame may start}
    static int aligned(int size) {
        return (size + Layout.FRAME_ALIGN - 1) & -Layout.FRAME_ALIGN;
    }
}
