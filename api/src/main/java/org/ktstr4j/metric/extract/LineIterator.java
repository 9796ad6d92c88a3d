// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.metric.extract;

import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.NoSuchElementException;

/// The lines of an output, without their ends. A last line without an end is a line too; a very long one is cut.
final class LineIterator implements Iterator<String> {
    private static final int MAX_LINE = 1 << 16;

    private final Output output;
    private final byte[] line = new byte[MAX_LINE];
    private long next;

    LineIterator(Output output) {
        this.output = output;
    }

    @Override
    public boolean hasNext() {
        return next < output.size();
    }

    @Override
    public String next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        int length = 0;
        while (next < output.size()) {
            int c = output.byteAt(next++);
            if (c == '\n') {
                break;
            }
            if (length < MAX_LINE) {
                line[length++] = (byte) c;
            }
        }
        if (length > 0 && line[length - 1] == '\r') {
            length--;
        }
        return new String(line, 0, length, StandardCharsets.UTF_8);
    }
}
