// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.guest.scene;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The kernel's log from one mark of ours to the next. Nothing follows it in between.
final class KernelLines implements AutoCloseable {
    private static final int RECORD_MAX = 8192; // PRINTK_MESSAGE_MAX; a shorter buffer is refused
    // A bare machine's log has the marks of earlier runs. Of KERN_DEBUG, so that no console shows it.
    private static final String MARK = "ktstr " + ProcessHandle.current().pid() + ": scenario ";

    // Levels of include/linux/kern_levels.h: whatever is wrong is told as a warning or worse, marks are of the last.
    private static final int WARNING = 4;
    private static final int DEBUG = 7;

    // What the kernel prints when something is wrong with it, and goes on: include/asm-generic/bug.h, lib/bug.c,
    // kernel/rcu/tree_stall.h, kernel/watchdog.c, kernel/hung_task.c, lib/ubsan.c, mm/kasan/report.c.
    private static final List<String> TROUBLE = List.of(
            "WARNING: ",
            "BUG: ",
            "kernel BUG at ",
            "Oops: ",
            "self-detected stall",
            "detected stalls on",
            "detected expedited stalls",
            " blocked for more than ",
            "UBSAN: ",
            "INFO: task ");

    private static final Path SETTING = Path.of("/proc/sys/kernel/printk_devkmsg");

    private final Path file;
    private @Nullable InputStream in;

    /// A log that has not been looked at yet.
    ///
    /// @param file `/dev/kmsg`
    KernelLines(Path file) {
        this.file = file;
    }

    /// {@return the lines that tell of trouble since this was last called, or since the boot; empty if
    /// the log cannot be read and written}
    Optional<List<String>> trouble() {
        List<String> found = new ArrayList<>();
        try {
            // Who has switched such marks off would make us wait for one forever.
            if (Files.readString(SETTING).startsWith("off")) return Optional.empty();
            if (in == null) in = new FileInputStream(file.toFile());
            // Never the same again: the log of a template has the marks of its rehearsal.
            String mark = MARK + System.nanoTime();
            Files.writeString(file, "<7>" + mark + "\n", StandardOpenOption.WRITE);
            byte[] record = new byte[RECORD_MAX];
            for (String line = ""; !line.equals(mark); line = read(in, record)) {
                if (tellsOfTrouble(line)) found.add(line);
            }
            return Optional.of(found);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static boolean tellsOfTrouble(String line) {
        for (String each : TROUBLE) if (line.contains(each)) return true;
        return false;
    }

    // `PRIORITY,SEQUENCE,TIME,FLAGS;TEXT`, and a dictionary in the lines below it. Most of a boot's hundreds of lines
    // are neither trouble nor marks; they are not looked at: empty.
    private static String read(InputStream in, byte[] record) throws IOException {
        int length;
        try {
            length = in.read(record);
        } catch (IOException e) {
            // EPIPE: older records were overwritten; the next read goes on with what is left.
            length = in.read(record);
        }
        if (length < 0) throw new IOException("the log has ended");
        int priority = 0;
        int start = 0;
        for (; start < length && record[start] >= '0' && record[start] <= '9'; start++) {
            priority = 10 * priority + record[start] - '0';
        }
        int level = priority & 7;
        if (level > WARNING && level != DEBUG) return "";
        while (start < length && record[start] != ';') start++;
        int end = start;
        while (end < length && record[end] != '\n') end++;
        return new String(record, Math.min(start + 1, end), Math.max(0, end - start - 1), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        try {
            if (in != null) in.close();
        } catch (IOException e) {
            // nothing was written through it
        }
    }
}
