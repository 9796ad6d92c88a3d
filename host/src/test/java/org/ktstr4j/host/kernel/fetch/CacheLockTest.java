// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.kernel.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheLockTest {
    @TempDir
    Path dir;

    @Test
    void a_second_thread_says_that_it_waits_and_then_gets_the_lock() throws Exception {
        Path file = dir.resolve(".lock");
        List<String> events = new CopyOnWriteArrayList<>();
        CountDownLatch waiting = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            CacheLock first = CacheLock.take(file, events::add);
            var second = threads.submit(() -> {
                try (var _ = CacheLock.take(file, text -> {
                    events.add(text);
                    waiting.countDown();
                })) {
                    events.add("second has it");
                }
                return null;
            });
            waiting.await();
            events.add("first gives it back");
            first.close();
            second.get();
        }

        assertEquals(
                List.of("waiting for another fetch in this process", "first gives it back", "second has it"), events);
    }
}
