// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.guest.sched;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;

/// Follows the kernel's log as it is written from now on, on a thread that sleeps in between.
///
/// A bare machine's log has what earlier schedulers came to, and marks of other runs.
final class KernelLog {
    /// One read gives one record; a shorter buffer than the longest record is refused
    /// (`PRINTK_MESSAGE_MAX`).
    private static final int RECORD_MAX = 8192;

    private static final String MARK = "ktstr " + ProcessHandle.current().pid() + ": so far ";
    private static final long CATCH_UP_MS = 2000;

    private final Path file;
    private final Consumer<String> lines;
    private final long startNs = System.nanoTime();
    private long seen = Long.MIN_VALUE;
    private volatile boolean all; // without a mark nothing tells old from new
    private volatile boolean closed;

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
        log.all = !log.mark(log.startNs);
        Thread.ofPlatform().daemon().name("ktstr-kernel-log").start(() -> log.read(in));
        return log;
    }

    /// Returns when all that is in the log now has been told: a mark is written into it, and waited
    /// for.
    void catchUp() throws InterruptedException {
        long mark = System.nanoTime();
        if (!mark(mark)) return; // what has been told must do
        long deadlineNs = System.nanoTime() + CATCH_UP_MS * 1_000_000;
        synchronized (this) {
            for (long leftMs = CATCH_UP_MS; seen < mark && leftMs > 0; ) {
                wait(leftMs);
                leftMs = (deadlineNs - System.nanoTime()) / 1_000_000;
            }
        }
    }

    /// Ends the thread, with a mark: nothing else ends a read that waits.
    void close() throws InterruptedException {
        closed = true;
        catchUp();
    }

    /// {@return whether the log can be written to}
    private boolean mark(long mark) {
        try {
            Files.writeString(file, MARK + mark + "\n", StandardOpenOption.WRITE);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private void read(InputStream in) {
        byte[] record = new byte[RECORD_MAX];
        try (in) {
            while (true) {
                int length = next(in, record);
                if (length < 0 || (length > 0 && isMark(text(record, length)) && closed)) return;
            }
        } catch (IOException e) {
            // a log that cannot be read any more: its end
        }
    }

    private static int next(InputStream in, byte[] record) throws IOException {
        try {
            return in.read(record);
        } catch (IOException e) {
            // EPIPE: older records were overwritten; the next read goes on with what is left.
            if (String.valueOf(e.getMessage()).contains("Broken pipe")) return 0;
            throw e;
        }
    }

    private boolean isMark(String line) {
        if (!line.startsWith(MARK)) {
            if (all) lines.accept(line);
            return false;
        }
        long mark = Long.parseLong(line.substring(MARK.length()).strip());
        if (mark < startNs) return false; // an earlier reader's
        all = true;
        synchronized (this) {
            seen = Math.max(seen, mark);
            notifyAll();
        }
        return true;
    }

    /// {@return the text of `PRIORITY,SEQUENCE,TIME,FLAGS;TEXT`, without the dictionary in the
    /// lines below it}
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
