// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.metric.extract;

import java.io.InputStream;

/// The bytes of an output as a stream.
final class OutputStreamView extends InputStream {
    private final Output output;
    private long next;

    OutputStreamView(Output output, long from) {
        this.output = output;
        this.next = from;
    }

    @Override
    public int read() {
        return next < output.size() ? output.byteAt(next++) : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        if (length == 0) {
            return 0;
        }
        int count = output.copy(next, target, offset, length);
        next += count;
        return count == 0 ? -1 : count;
    }

    @Override
    public int available() {
        return (int) Math.min(Integer.MAX_VALUE, output.size() - next);
    }
}
