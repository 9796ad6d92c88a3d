// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ktstr4j.contract.Contract.row;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.ktstr4j.metric.MetricCheck;
import org.ktstr4j.payload.PayloadException;
import org.ktstr4j.payload.PayloadHandle;
import org.ktstr4j.payload.PayloadRecord;
import org.ktstr4j.payload.PayloadResult;
import org.ktstr4j.payload.PayloadState;

/// What `spawn()` and its handle promise, one row for each rule of payload.md 2, on plain processes of this host.
final class HandleRows {
    private static final String CONSUMED =
            "payload sh: its handle was already consumed: one waitFor, tryWait, kill or close ends it, and only one gets the"
                    + " result";

    private HandleRows() {}

    static List<Contract.Row> one_result() {
        return List.of(
                row("2 waitFor", "gives the result of a program that ends by itself", rig -> {
                    PayloadHandle handle = rig.sh("echo '{\"a\":1}'; exit 3")
                            .check(MetricCheck.exitCodeEq(3))
                            .spawn();
                    assertEquals("sh", handle.name());
                    PayloadResult result = handle.waitFor();
                    assertEquals(3, result.metrics().exitCode());
                    assertEquals(1, result.metrics().value("a"));
                    assertTrue(result.verdict().passed());
                    assertEquals(PayloadState.FINISHED, rig.record().state());
                }),
                row("2 pid", "is there until the handle is consumed", rig -> {
                    PayloadHandle handle =
                            rig.sh("echo \"{\\\"pid\\\":$$}\"; exec sleep 60").spawn();
                    long pid = handle.pid().orElseThrow();
                    assertTrue(Rig.runs(pid));
                    assertEquals("PayloadHandle[sh, pid " + pid + "]", handle.toString());
                    Contract.until(() -> handle.tryWait().isEmpty());
                    PayloadResult result = handle.kill();
                    assertEquals(OptionalLong.empty(), handle.pid());
                    assertEquals("PayloadHandle[sh, consumed]", handle.toString());
                    assertTrue(result.metrics().get("pid").isEmpty()
                            || result.metrics().value("pid") == pid);
                }),
                row("2 kill", "ends program and group, and gives what was printed", rig -> {
                    Path ready = Contract.marker();
                    PayloadHandle handle = rig.sh("sleep 66 & echo \"{\\\"child\\\":$!}\"; trap '' TERM; >$READY; wait")
                            .env("READY", ready.toString())
                            .spawn();
                    Contract.until(() -> Files.exists(ready));
                    PayloadResult result = handle.kill();
                    assertEquals(-1, result.metrics().exitCode());
                    assertEquals(OptionalInt.of(9), result.metrics().signal());
                    Rig.assertGone((long) result.metrics().value("child"));
                    assertEquals(PayloadState.KILLED, rig.record().state());
                }),
                row("2 kill", "of a program that had ended keeps its code", rig -> {
                    PayloadHandle handle = rig.sh("exit 9").spawn();
                    long pid = handle.pid().orElseThrow();
                    Contract.until(() -> !Rig.runs(pid));
                    assertEquals(9, handle.kill().metrics().exitCode());
                    assertEquals(PayloadState.FINISHED, rig.record().state());
                }),
                row("2 tryWait", "is empty while the program runs, and then gives the result", rig -> {
                    PayloadHandle handle = rig.sh("sleep 0.3; exit 4").spawn();
                    assertEquals(Optional.empty(), handle.tryWait());
                    assertTrue(handle.pid().isPresent());
                    List<PayloadResult> results = new ArrayList<>();
                    Contract.until(() -> {
                        handle.tryWait().ifPresent(results::add);
                        return !results.isEmpty();
                    });
                    assertEquals(4, results.getFirst().metrics().exitCode());
                    assertThrows(PayloadException.class, handle::tryWait);
                }),
                row("1.6 tryWait", "sees the end of a program that filled its pipe", rig -> {
                    PayloadHandle handle = rig.sh("head -c 3000000 /dev/zero").spawn();
                    Contract.until(() -> handle.tryWait().isPresent());
                    assertEquals(3_000_000, rig.record().stdout().written());
                }),
                row("2 consumed", "is an error that names the payload, whatever is called", rig -> {
                    PayloadHandle handle = rig.sh("exit 0").spawn();
                    handle.waitFor();
                    for (Callable<?> call : List.<Callable<?>>of(handle::waitFor, handle::tryWait, handle::kill)) {
                        PayloadException refused = assertThrows(PayloadException.class, call::call);
                        assertEquals(CONSUMED, refused.getMessage());
                        assertEquals(PayloadException.Kind.CONSUMED, refused.kind());
                        assertEquals("sh", refused.payload());
                    }
                    handle.close();
                    assertEquals(1, rig.records().size());
                    assertEquals(List.of(), rig.warnings());
                }),
                row("2 one winner", "of 16 threads that kill and wait", HandleRows::oneWinner),
                row("2 independence", "handles end in any order", rig -> {
                    List<PayloadHandle> handles = new ArrayList<>();
                    for (int i = 0; i < 5; i++) {
                        handles.add(rig.sh("exec sleep 67").arg("" + i).spawn());
                    }
                    for (int i : new int[] {2, 0, 4, 1, 3}) {
                        assertEquals(-1, handles.get(i).kill().metrics().exitCode());
                    }
                    assertEquals(
                            List.of("2", "0", "4", "1", "3"),
                            rig.records().stream()
                                    .map(record -> record.argv().getLast())
                                    .toList());
                    assertEquals(
                            List.of(0, 1, 2, 3, 4),
                            rig.records().stream()
                                    .map(record -> record.metrics().index())
                                    .toList());
                }));
    }

    @SuppressWarnings("try") // closing twice is what is tested
    static List<Contract.Row> nobody_waits() {
        return List.of(
                row("2 close", "kills, warns once, and records as abandoned", rig -> {
                    long pid;
                    Path ready = Contract.marker();
                    try (PayloadHandle handle = rig.sh("echo '{\"a\":1}'; >$READY; exec sleep 68")
                            .env("READY", ready.toString())
                            .spawn()) {
                        pid = handle.pid().orElseThrow();
                        Contract.until(() -> Files.exists(ready));
                        handle.close();
                    }
                    Rig.assertGone(pid);
                    assertEquals(
                            List.of("payload sh: its handle was closed unfinished; pid " + pid
                                    + " was killed, and what it had printed is recorded as abandoned. Call waitFor, tryWait"
                                    + " or kill"),
                            rig.warnings());
                    assertEquals(PayloadState.ABANDONED, rig.record().state());
                    assertEquals(1, rig.record().metrics().value("a"));
                    assertEquals(
                            List.of("its handle was closed unfinished"),
                            rig.record().metrics().notices());
                    assertEquals(List.of(), rig.record().checks());
                }),
                row("issue 3.3 lost handle", "is the same as a closed one", rig -> {
                    long pid = spawnAndForget(rig);
                    Contract.until(() -> {
                        System.gc();
                        return !rig.warnings().isEmpty();
                    });
                    Rig.assertGone(pid);
                    assertEquals(1, rig.warnings().size());
                    assertEquals(PayloadState.ABANDONED, rig.record().state());
                    assertEquals(
                            "its handle was lost unfinished",
                            rig.record().metrics().notices().getFirst());
                }),
                row("2 waiting", "on a handle that nothing else refers to does not lose it", rig -> {
                    Contract.later(100, System::gc);
                    Contract.later(200, System::gc);
                    assertEquals(
                            6,
                            rig.sh("sleep 0.5; exit 6")
                                    .spawn()
                                    .waitFor()
                                    .metrics()
                                    .exitCode());
                }),
                row("2 end of test", "ends what still runs, in the background and in the foreground", rig -> {
                    long pid = rig.sh("exec sleep 69").spawn().pid().orElseThrow();
                    Path ready = Contract.marker();
                    Contract.when(ready, rig::close);
                    PayloadException ended = assertThrows(
                            PayloadException.class,
                            () -> rig.sh(">$READY; exec sleep 70")
                                    .env("READY", ready.toString())
                                    .run());
                    assertEquals("payload sh: the test ended while it ran", ended.getMessage());
                    rig.close();
                    Rig.assertGone(pid);
                    assertEquals(
                            List.of(PayloadState.ABANDONED, PayloadState.ABANDONED),
                            rig.records().stream().map(PayloadRecord::state).toList());
                }),
                row("2 interrupt", "of a waiting thread kills and leaves it interrupted", rig -> {
                    PayloadHandle handle = rig.sh("exec sleep 71").spawn();
                    Thread body = Thread.currentThread();
                    Contract.later(200, body::interrupt);
                    PayloadException broken = assertThrows(PayloadException.class, handle::waitFor);
                    assertTrue(Thread.interrupted());
                    assertEquals("payload sh: interrupted while it was waited for; it was killed", broken.getMessage());
                    assertEquals(PayloadState.ABANDONED, rig.record().state());
                }));
    }

    private static long spawnAndForget(Rig rig) {
        return rig.sh("exec sleep 72").spawn().pid().orElseThrow();
    }

    private static void oneWinner(Rig rig) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
            for (int round = 0; round < 20; round++) {
                PayloadHandle handle = rig.sh("exec sleep 73").spawn();
                List<Callable<PayloadResult>> calls = new ArrayList<>();
                for (int i = 0; i < 16; i++) {
                    calls.add(i % 2 == 0 ? handle::kill : handle::waitFor);
                }
                int winners = 0;
                for (Future<PayloadResult> call : threads.invokeAll(calls)) {
                    winners += won(call) ? 1 : 0;
                }
                assertEquals(1, winners);
            }
        }
        assertEquals(20, rig.records().size());
    }

    private static boolean won(Future<PayloadResult> call) throws InterruptedException, IOException {
        try {
            call.get();
            return true;
        } catch (java.util.concurrent.ExecutionException e) {
            assertEquals(
                    CONSUMED,
                    String.valueOf(e.getCause() == null ? null : e.getCause().getMessage()));
            return false;
        }
    }
}
