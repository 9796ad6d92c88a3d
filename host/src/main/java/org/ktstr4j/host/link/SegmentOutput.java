// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.link;

import java.io.OutputStream;
import java.lang.foreign.MemorySegment;

/// Writes into memory, from its start on.
final class SegmentOutput extends OutputStream {
    private final MemorySegment memory;
    private long at;

    SegmentOutput(MemorySegment memory) {
        this.memory = memory;
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
        MemorySegment.copy(MemorySegment.ofArray(bytes), from, memory, at, length);
        at += length;
    }
}
