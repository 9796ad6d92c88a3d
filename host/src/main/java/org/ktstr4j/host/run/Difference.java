// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.ktstr4j.wire.Frame;
import org.ktstr4j.wire.FrameReader;
import org.ktstr4j.wire.FrameType;

/// Where two recorded runs part.
final class Difference {
    private static final int SHOWN = 80;

    private Difference() {}

    /// {@return the first records that differ, in a few words}
    static String between(Path first, Path other) {
        List<Frame> a = frames(first);
        List<Frame> b = frames(other);
        int both = Math.min(a.size(), b.size());
        for (int i = 0; i < both; i++) {
            String was = text(a.get(i));
            String is = text(b.get(i));
            if (!was.equals(is)) return "record %d: %s, then %s".formatted(i, was, is);
        }
        return "%d records, then %d".formatted(a.size(), b.size());
    }

    private static List<Frame> frames(Path directory) {
        try {
            return new FrameReader().read(ByteBuffer.wrap(Files.readAllBytes(directory.resolve("records.log"))));
        } catch (IOException e) {
            throw new UncheckedIOException("read records of " + directory, e);
        }
    }

    private static String text(Frame frame) {
        String payload = new String(frame.payload(), java.nio.charset.StandardCharsets.UTF_8).strip();
        String shown = payload.length() > SHOWN ? payload.substring(0, SHOWN) + "…" : payload;
        return "%s at %d ns \"%s\"%s"
                .formatted(
                        FrameType.of(frame.type()),
                        frame.atNs(),
                        shown,
                        payload.length() > SHOWN ? " (%08x)".formatted(payload.hashCode()) : "");
    }
}
