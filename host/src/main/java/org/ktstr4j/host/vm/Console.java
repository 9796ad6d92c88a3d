// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.vm;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// A text file that grows: the guest's serial console, or QEMU's stderr. Evidence for people; never parsed
/// for results.
public final class Console {
    private static final int TAIL_BYTES = 64 * 1024;
    private static final int PANIC_LINES = 200;
    private static final Pattern TROUBLE = Pattern.compile(
            "Kernel panic - not syncing|\\bOops: |\\bBUG: |kernel BUG at |general protection fault|unable to handle|double fault");
    private static final Pattern PANIC_END = Pattern.compile("---\\[ end Kernel panic");

    private final Path file;

    /// The console that is written to this file, which need not exist yet.
    public Console(Path file) {
        this.file = file;
    }

    /// {@return the last lines, at most this many, without carriage returns and blank lines; empty if nothing
    /// was written}
    public List<String> tail(int lines) {
        List<String> all = lines();
        return all.subList(Math.max(0, all.size() - lines), all.size());
    }

    /// {@return the last line that is not blank, empty if there is none}
    public Optional<String> lastLine() {
        return tail(1).stream().findFirst();
    }

    /// {@return from the first sign of a crash to the end of the panic, at most 200 lines; empty if there is
    /// no such sign}
    public Optional<String> panic() {
        List<String> all = lines();
        for (int first = 0; first < all.size(); first++) {
            if (TROUBLE.matcher(all.get(first)).find()) {
                int end = Math.min(all.size(), first + PANIC_LINES);
                int last = first;
                while (last + 1 < end && !PANIC_END.matcher(all.get(last)).find()) {
                    last++;
                }
                return Optional.of(String.join("\n", all.subList(first, last + 1)));
            }
        }
        return Optional.empty();
    }

    /// {@return whether this text was written among the last bytes}
    boolean contains(String text) {
        return text().contains(text);
    }

    private List<String> lines() {
        return text().lines()
                .map(l -> l.replace("\r", ""))
                .filter(l -> !l.isBlank())
                .toList();
    }

    private String text() {
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            long size = channel.size();
            channel.position(Math.max(0, size - TAIL_BYTES));
            ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(size, TAIL_BYTES));
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
                // until the end, or full
            }
            return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            return "";
        } catch (IOException e) {
            return "(cannot read " + file + ": " + e + ")";
        }
    }
}
