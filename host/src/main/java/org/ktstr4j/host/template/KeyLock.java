// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.template;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// The right to make one template. The kernel takes it back from a process that dies.
final class KeyLock implements AutoCloseable {
    private static final long POLL_MS = 50;

    private final FileChannel channel;

    private KeyLock(FileChannel channel) {
        this.channel = channel;
    }

    /// {@return the lock, once nobody else has it}
    ///
    /// @param waiting called if somebody else has it
    static KeyLock take(Path file, Runnable waiting) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean told = false;
        while (tryLock(channel) == null) {
            if (!told) waiting.run();
            told = true;
            try {
                Thread.sleep(POLL_MS);
            } catch (InterruptedException e) {
                channel.close();
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("wait for %s: interrupted".formatted(file));
            }
        }
        return new KeyLock(channel);
    }

    /// {@return the lock, null if somebody else has it}
    static @Nullable KeyLock tryTake(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (tryLock(channel) != null) return new KeyLock(channel);
        channel.close();
        return null;
    }

    /// {@return null if another process has it, or another part of this one}
    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
