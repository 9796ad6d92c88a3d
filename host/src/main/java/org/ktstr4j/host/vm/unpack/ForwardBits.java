// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.vm.unpack;

/// A bit stream that is read from its start, lowest bit of each byte first.
final class ForwardBits {
    private final byte[] bytes;
    private final int to;
    private long position;

    ForwardBits(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.to = to;
        this.position = from * 8L;
    }

    int read(int count) {
        int value = 0;
        for (int i = 0; i < count; i++, position++) {
            int at = (int) (position >>> 3);
            if (at >= to) {
                throw new ZstdException("an FSE description goes beyond its section");
            }
            value |= ((bytes[at] >> (position & 7)) & 1) << i;
        }
        return value;
    }

    /// {@return the first byte of which no bit was read}
    int byteAfter() {
        return (int) ((position + 7) >>> 3);
    }
}
