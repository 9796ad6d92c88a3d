// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads frames from the published part of a log, each once.
///
/// The guest is not trusted: no length is believed before it was compared with what was published, and the first
/// frame whose CRC does not fit ends the reading, since nothing behind it can be located.
public final class FrameReader {
    private int at;
    private int nextSeq;
    private @Nullable String damage;

    /// A reader that stands at the start of a log.
    public FrameReader() {}

    /// {@return the frames published since the last call, in order; may be empty}
    ///
    /// @param log the log from its first byte up to the published end
    public List<Frame> read(ByteBuffer log) {
        List<Frame> frames = new ArrayList<>();
        ByteBuffer in = log.duplicate().order(ByteOrder.LITTLE_ENDIAN);
        while (damage == null && at < in.limit()) {
            Frame frame = next(in);
            if (frame != null) frames.add(frame);
        }
        return frames;
    }

    /// {@return offset of the first byte not read yet, in bytes from the log's start}
    public int at() {
        return at;
    }

    /// {@return what is wrong with the log and where, null if nothing is}
    public @Nullable String damage() {
        return damage;
    }

    private @Nullable Frame next(ByteBuffer in) {
        int rest = in.limit() - at;
        if (rest < Layout.FRAME_HEADER_SIZE) return damaged("ends inside a frame's header, " + rest + " bytes long");
        int length = in.getInt(at);
        int room = rest - Layout.FRAME_HEADER_SIZE;
        if (length < 0 || length > room) {
            return damaged("payload of " + Integer.toUnsignedString(length) + " bytes where " + room + " are left");
        }
        byte[] payload = new byte[length];
        in.get(at + Layout.FRAME_HEADER_SIZE, payload);
        int type = Short.toUnsignedInt(in.getShort(at + 4));
        Frame frame = new Frame(
                type, Short.toUnsignedInt(in.getShort(at + 6)), in.getInt(at + 12), in.getLong(at + 16), payload);
        int crc = Frame.crc(type, frame.source(), frame.seq(), frame.atNs(), payload);
        if (crc != in.getInt(at + 8)) {
            return damaged(
                    "CRC of frame %d is %08x, its content gives %08x".formatted(nextSeq, in.getInt(at + 8), crc));
        }
        if (frame.seq() != nextSeq) return damaged("frame " + frame.seq() + " where " + nextSeq + " was due");
        nextSeq++;
        at += Frame.aligned(Layout.FRAME_HEADER_SIZE + length);
        return frame;
    }

    private @Nullable Frame damaged(String what) {
        damage = "log damaged at byte " + at + ": " + what;
        return null;
    }
}
