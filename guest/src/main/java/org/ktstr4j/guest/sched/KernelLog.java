// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.guest.sched;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// Follows the kernel's log as it is written from now on, on a thread that sleeps in between.
///
/// A bare machine's log has what earlier schedulers came to, and marks of other runs.
final class KernelLog {
    /// One read gives one record; a shorter buffer than the longest record is refused (`PRINTK_MESSAGE_MAX`).
    private static final int RECORD_MAX = 8192;

    private static final String MARK = "ktstr " + ProcessHandle.current().pid() + ": so far ";
    private static final long CATCH_UP_MS = 2000;

    private final Path file;
    private final Consumer<String> lines;
    private final AtomicInteger marks = new AtomicInteger();
    private int seen = -1;
    private volatile boolean all; // without a mark nothing tells old from new

    private KernelLog(Path file, Consumer<String> lines) {
        this.file = file;
        this.lines = lines;
    }

    /// Starts the thread. It tells of all that is logged from now on, and ends with the file.
    ///
    /// @param file `/dev/kmsg`
    /// @param lines takes the text of each record, on the thread
    static KernelLog follow(Path file, Consumer<String> lines) throws IOException {
        KernelLog log = new KernelLog(file, lines);
        InputStream in = new FileInputStream(file.toFile());
        log.all = !log.mark(0);
        Thread.ofPlatform().daemon().name("ktstr-kernel-log").start(() -> log.read(in));
        return log;
    }

    /// Returns when all that is in the log now has been told: a mark is written into it, and waited for.
    void catchUp() throws InterruptedException {
        int mark = marks.incrementAndGet();
        if (!mark(mark)) return; // what has been told must do
        long deadlineNs = System.nanoTime() + CATCH_UP_MS * 1_000_000;
        synchronized (this) {
            for (long leftMs = CATCH_UP_MS; seen < mark && leftMs > 0; ) {
                wait(leftMs);
                leftMs = (deadlineNs - System.nanoTime()) / 1_000_000;
            }
        }
    }

    /// {@return whether the log can be written to}
    private boolean mark(int mark) {
        try {
            Files.writeString(file, MARK + mark + "\n", StandardOpenOption.WRITE);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private void read(InputStream in) {
        byte[] record = new byte[RECORD_MAX];
        while (true) {
            try {
                int length = in.read(record);
                if (length < 0) return;
                told(text(record, length));
            } catch (IOException e) {
                // EPIPE: older records were overwritten; the next read goes on with what is left.
                if (!String.valueOf(e.getMessage()).contains("Broken pipe")) return;
            }
        }
    }

    private void told(String line) {
        if (!line.startsWith(MARK)) {
            if (all) lines.accept(line);
            return;
        }
        all = true;
        synchronized (this) {
            seen = Math.max(seen, Integer.parseInt(line.substring(MARK.length()).strip()));
            notifyAll();
        }
    }

    /// {@return the text of `PRIORITY,SEQUENCE,TIME,FLAGS;TEXT`, without the dictionary in the lines below it}
    static String text(byte[] record, int length) {
        int start = 0;
        while (start < length && record[start] != ';') start++;
        int end = start;
        while (end < length && record[end] != '\n') end++;
        String text =
                new String(record, Math.min(start + 1, end), Math.max(0, end - start - 1), StandardCharsets.UTF_8);
        return text.replace("\\x0a", "\n");
    }
}
