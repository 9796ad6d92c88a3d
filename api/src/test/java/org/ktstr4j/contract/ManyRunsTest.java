// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.ktstr4j.payload.Payload;
import org.ktstr4j.payload.PayloadRecord;
import org.ktstr4j.payload.PayloadResult;
import org.ktstr4j.payload.PayloadRun;
import org.ktstr4j.payload.PayloadState;

/// A thousand of each from 16 threads: nothing is left behind, and no record is missing.
class ManyRunsTest {
    private static final int COUNT = 1000;

    @Test
    @Timeout(120)
    void a_thousand_runs_and_a_thousand_kills_leave_nothing_behind() throws Exception {
        try (KtHost host = KtHost.start();
                Rig rig = new Rig(host);
                ExecutorService threads = Executors.newFixedThreadPool(16)) {
            PayloadRun run = rig.payload(Payload.builder("true", "/bin/true").build());
            PayloadRun sleep = rig.payload(
                    Payload.builder("sleep", "/bin/sleep").args("80").build());
            boolean cgroups = !host.cgroups().isEmpty();
            if (cgroups) {
                host.makeCgroup("many");
                sleep = sleep.inCgroup("many");
            }
            all(threads, 32, run::run);
            rig.records().clear();
            Census before = Census.of(host);

            PayloadRun background = sleep;
            all(threads, COUNT, run::run);
            all(threads, COUNT, () -> background.spawn().kill());

            assertEquals(2 * COUNT, rig.records().size());
            Set<Integer> numbers = new HashSet<>();
            for (PayloadRecord record : rig.records()) {
                assertTrue(numbers.add(record.metrics().index()));
                boolean killed = record.payload().equals("sleep");
                assertEquals(killed ? -1 : 0, record.metrics().exitCode(), record::toJson);
                assertEquals(killed ? PayloadState.KILLED : PayloadState.FINISHED, record.state());
                assertEquals(List.of(), record.metrics().notices());
            }
            Contract.until(() -> Census.of(host).isAtMost(before));
        }
    }

    private static void all(ExecutorService threads, int count, Callable<PayloadResult> call) throws Exception {
        List<Callable<PayloadResult>> calls = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            calls.add(call);
        }
        for (Future<PayloadResult> future : threads.invokeAll(calls)) {
            future.get();
        }
    }

    /// What could be left behind.
    private record Census(long descriptors, long launcherDescriptors, long children, int threads, int cgroups) {
        private static Census of(KtHost host) throws IOException {
            int drains = 0;
            for (Thread thread : Thread.getAllStackTraces().keySet()) {
                drains += thread.getName().startsWith("ktstr-payload-") ? 1 : 0;
            }
            try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
                return new Census(
                        descriptors.count(),
                        host.descriptors(),
                        host.children(),
                        drains,
                        host.cgroups().size());
            }
        }

        /// Threads that wait for work may still be there for a moment.
        private boolean isAtMost(Census before) {
            return descriptors <= before.descriptors
                    && launcherDescriptors <= before.launcherDescriptors
                    && children <= before.children
                    && threads <= before.threads
                    && cgroups <= before.cgroups;
        }
    }
}
