// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.guest.sched;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Beginning and end of what a scheduler printed. Safe for use by several threads.
final class LogText {
    private static final int HEAD = 64 << 10;
    private static final int TAIL = 256 << 10;

    private final ByteArrayOutputStream head = new ByteArrayOutputStream(1024);
    private byte[] tail = new byte[0];
    private int tailEnd;
    private long total;

    synchronized void add(byte[] bytes, int length) {
        int toHead = Math.min(length, HEAD - head.size());
        head.write(bytes, 0, toHead);
        if (tail.length == 0 && toHead < length) tail = new byte[TAIL];
        for (int i = toHead; i < length; i++) {
            tail[tailEnd] = bytes[i];
            tailEnd = (tailEnd + 1) % TAIL;
        }
        total += length;
    }

    synchronized long total() {
        return total;
    }

    /// {@return what was kept, with a line that says how much is missing}
    synchronized String text() {
        long inTail = total - head.size();
        if (inTail == 0) return head.toString(StandardCharsets.UTF_8);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(head.toByteArray());
        if (inTail <= TAIL) {
            all.write(tail, 0, (int) inTail);
        } else {
            all.writeBytes("\n… %d bytes left out …\n".formatted(inTail - TAIL).getBytes(StandardCharsets.UTF_8));
            all.write(tail, tailEnd, TAIL - tailEnd);
            all.write(tail, 0, tailEnd);
        }
        return all.toString(StandardCharsets.UTF_8);
    }
}
