// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.kernel.fetch;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One writer of the kernel cache at a time. The kernel of the host drops the lock when its holder dies, so a
/// wait
/// for it ends; readers take no lock, they see only whole directories.
public final class CacheLock implements AutoCloseable {
    /// A file lock is held by the whole process: a second thread asking for it gets an exception, so threads
    /// queue
    /// here.
    private static final ReentrantLock THREADS = new ReentrantLock();

    private final FileChannel file;

    private CacheLock(FileChannel file) {
        this.file = file;
    }

    /// {@return the lock, held until closed}
    ///
    /// @param progress told when somebody else holds it
    public static CacheLock take(Path path, Consumer<String> progress) throws IOException {
        if (!THREADS.tryLock()) {
            progress.accept("waiting for another fetch in this process");
            THREADS.lock();
        }
        try {
            FileChannel file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                @Nullable FileLock lock = file.tryLock();
                if (lock == null) {
                    progress.accept("waiting for another process that fetches or cleans kernels");
                    lock = file.lock();
                }
                return new CacheLock(file);
            } catch (IOException | RuntimeException e) {
                file.close();
                throw e;
            }
        } catch (IOException | RuntimeException e) {
            THREADS.unlock();
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        try {
            file.close(); // gives the lock back
        } finally {
            THREADS.unlock();
        }
    }
}
