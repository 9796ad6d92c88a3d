// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.ktstr4j.contract.Contract.row;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.ktstr4j.metric.Metric;
import org.ktstr4j.metric.MetricCheck;
import org.ktstr4j.metric.MetricHint;
import org.ktstr4j.metric.MetricStream;
import org.ktstr4j.metric.Polarity;
import org.ktstr4j.payload.OutputFormat;
import org.ktstr4j.payload.Payload;
import org.ktstr4j.payload.PayloadDoors;
import org.ktstr4j.payload.PayloadException;
import org.ktstr4j.payload.PayloadRecord;
import org.ktstr4j.payload.PayloadResult;
import org.ktstr4j.payload.PayloadState;
import org.ktstr4j.payload.StreamSize;
import org.ktstr4j.verdict.Detail;

/// What `run()` promises, one row for each rule of payload.md 1.3 to 1.6, 3, 7 and 8, on plain processes of this
/// host.
final class RunRows {
    private RunRows() {}

    static List<Contract.Row> ends() {
        return List.of(
                row("1.3 exit code", "is the program's own", rig -> {
                    assertEquals(0, rig.sh("exit 0").run().metrics().exitCode());
                    assertEquals(137, rig.sh("exit 137").run().metrics().exitCode());
                    assertEquals(
                            OptionalInt.empty(),
                            rig.sh("exit 137").run().metrics().signal());
                }),
                row("1.3 exit code", "is -1 after any signal, and the signal is kept", rig -> {
                    PayloadResult killed = rig.sh("kill -9 $$").run();
                    assertEquals(-1, killed.metrics().exitCode());
                    assertEquals(OptionalInt.of(9), killed.metrics().signal());
                    assertEquals(
                            OptionalInt.of(11),
                            rig.sh("kill -11 $$").run().metrics().signal());
                }),
                row(
                        "1.3 exit code",
                        "other than 0 is neither error nor failure by itself",
                        rig -> assertTrue(rig.sh("exit 3").run().verdict().passed())),
                row("1.3 exit code", "fails only through a check, with the end of stderr", rig -> {
                    PayloadResult result = rig.sh("echo broken >&2; exit 3")
                            .check(MetricCheck.exitCodeEq(0))
                            .run();
                    assertEquals(
                            "exit status was 3 but 0 was required; stderr ends with:\nbroken",
                            result.verdict().details().getFirst().message());
                }),
                row("1.4 timeout", "is a normal return: -1, the output so far, judged", rig -> {
                    PayloadResult result = rig.sh("echo '{\"a\":1}'; exec sleep 60")
                            .timeout(Duration.ofMillis(1500))
                            .check(MetricCheck.exitCodeEq(0))
                            .run();
                    assertEquals(-1, result.metrics().exitCode());
                    assertEquals(1, result.metrics().value("a"));
                    assertEquals(
                            "exit status was -1 (killed by signal 9) but 0 was required",
                            result.verdict().details().getFirst().message());
                    assertEquals(PayloadState.TIMED_OUT, rig.record().state());
                    assertEquals(1_500_000_000, rig.record().timeoutNs());
                }),
                row("1.4 timeout", "of zero expires at once", rig -> {
                    assertEquals(
                            -1,
                            rig.sh("exec sleep 60")
                                    .timeout(Duration.ZERO)
                                    .run()
                                    .metrics()
                                    .exitCode());
                }),
                row("1.4 timeout", "kills a program that ignores SIGTERM, and its whole group", rig -> {
                    PayloadResult result = rig.sh("trap '' TERM; sleep 61 & echo \"{\\\"pid\\\":$!}\"; wait")
                            .timeout(Duration.ofMillis(1500))
                            .run();
                    Rig.assertGone((long) result.metrics().value("pid"));
                }),
                row("1.4 timeout", "does not touch a program that ends before it", rig -> {
                    assertEquals(
                            5,
                            rig.sh("exit 5")
                                    .timeout(Duration.ofSeconds(30))
                                    .run()
                                    .metrics()
                                    .exitCode());
                    assertEquals(PayloadState.FINISHED, rig.record().state());
                }),
                row("1.3 process group", "is the program's own", rig -> {
                    PayloadResult result = rig.sh(
                                    "set -- $(cat /proc/$$/stat); echo \"{\\\"pid\\\":$1,\\\"group\\\":$5}\"")
                            .run();
                    assertEquals(result.metrics().value("pid"), result.metrics().value("group"));
                }),
                row("4 uses_parent_pgrp", "stays in the group of the launcher, and ends at its time limit", rig -> {
                    Payload sh = Payload.builder("sh", "/bin/sh")
                            .args("-c")
                            .output(OutputFormat.JSON)
                            .usesParentPgrp()
                            .build();
                    PayloadResult result = rig.payload(sh)
                            .arg(
                                    "set -- $(cat /proc/$$/stat); echo \"{\\\"pid\\\":$1,\\\"group\\\":$5}\"; exec sleep 64")
                            .timeout(Duration.ofMillis(1500))
                            .run();
                    assertEquals(-1, result.metrics().exitCode());
                    assertTrue(result.metrics().value("pid") != result.metrics().value("group"));
                }),
                row("1.6 survivors", "of the group are killed when the leader is gone, and counted", rig -> {
                    PayloadResult result =
                            rig.sh("sleep 62 & echo \"{\\\"pid\\\":$!}\"").run();
                    Rig.assertGone((long) result.metrics().value("pid"));
                    assertEquals(1, rig.record().survivors());
                }),
                row("issue 3.2 escapees", "that left the group are found through a cgroup of the run's own", rig -> {
                    rig.host().makeCgroup("w");
                    PayloadResult result = rig.sh("setsid sleep 63 & echo \"{\\\"pid\\\":$!}\"; sleep 1")
                            .inCgroup("w")
                            .run();
                    Rig.assertGone((long) result.metrics().value("pid"));
                    assertEquals(1, rig.record().escapees());
                }));
    }

    static List<Contract.Row> placement_and_surroundings() {
        return List.of(
                row("1.3 placement", "is before the program starts", rig -> {
                    rig.host().makeCgroup("a/b");
                    PayloadResult result = rig.sh("grep -c '/a/b/run-' /proc/self/cgroup")
                            .inCgroup("/a/b")
                            .run();
                    assertEquals(1, result.metrics().value(""));
                    assertEquals(
                            rig.host().cgroupParent() + "/a/b", rig.record().cgroup());
                }),
                row("issue 3.1", "a missing cgroup is an error before anything is spawned", rig -> {
                    PayloadException refused = assertThrows(
                            PayloadException.class,
                            () -> rig.sh("exit 0").inCgroup("missing").run());
                    assertEquals(PayloadException.Kind.SPAWN, refused.kind());
                    assertEquals(
                            "payload sh: could not be placed in its cgroup: "
                                    + rig.host().cgroupParent()
                                    + "/missing: No such file or directory (ENOENT); create the cgroup first, with"
                                    + " ctx.cgroups().create(name). The program never ran",
                            refused.getMessage());
                    assertEquals(List.of(), rig.records());
                }),
                row("issue 3.7 Java payload", "is a process of its own with the test's classes", rig -> {
                    try (PayloadDoors doors = new PayloadDoors(
                            rig.host().launcher(), rig, rig.host().cgroupParent(), Greeter.command())) {
                        PayloadResult result = doors.payload(Payload.javaBuilder("greeter", Greeter.class.getName())
                                        .output(OutputFormat.KEY_VALUE)
                                        .build())
                                .arg("41")
                                .run();
                        assertEquals(42, result.metrics().value("answer"));
                        assertTrue(result.metrics().value("pid")
                                != ProcessHandle.current().pid());
                    }
                }),
                row("1 env, stdin, directory", "are set", rig -> {
                    PayloadResult result = rig.sh(
                                    "read n; echo \"{\\\"n\\\":$n,\\\"v\\\":$V,\\\"d\\\":$(pwd | wc -c)}\"")
                            .env("V", "1")
                            .env("V", "7")
                            .stdin(Contract.file("42\n"))
                            .workingDirectory(Path.of("/tmp"))
                            .run();
                    assertEquals(42, result.metrics().value("n"));
                    assertEquals(7, result.metrics().value("v"));
                    assertEquals(5, result.metrics().value("d"));
                }),
                row(
                        "1 stdin",
                        "is empty without a file",
                        rig -> assertEquals(0, rig.sh("wc -c").run().metrics().value(""))),
                row("1.5 not found", "advises to pack it", rig -> {
                    PayloadException refused = assertThrows(
                            PayloadException.class,
                            () -> rig.payload(Payload.binary("nothing", "no-such-program"))
                                    .run());
                    assertEquals(
                            "payload nothing: \"no-such-program\" not found in the guest; add it to includeFiles (a script"
                                    + " with a missing #! interpreter looks the same)",
                            refused.getMessage());
                    assertEquals(PayloadException.Kind.SPAWN, refused.kind());
                    assertEquals("nothing", refused.payload());
                    assertEquals(List.of(), rig.records());
                }),
                row("1.5 not executable", "says so", rig -> {
                    PayloadException refused = assertThrows(
                            PayloadException.class,
                            () -> rig.payload(Payload.binary("passwd", "/etc/passwd"))
                                    .run());
                    assertEquals(
                            "payload passwd: \"/etc/passwd\" may not be executed in the guest: /etc/passwd: Permission denied"
                                    + " (EACCES); set its executable bit on the host",
                            refused.getMessage());
                }),
                row("1.5 wrong directory", "says so", rig -> {
                    PayloadException refused = assertThrows(
                            PayloadException.class,
                            () -> rig.sh("exit 0")
                                    .workingDirectory(Path.of("/nowhere"))
                                    .run());
                    assertEquals(
                            "payload sh: could not start in directory /nowhere: /nowhere: No such file or directory"
                                    + " (ENOENT); the program never ran",
                            refused.getMessage());
                }),
                row("1.5 wrong stdin", "says so", rig -> {
                    PayloadException refused = assertThrows(
                            PayloadException.class,
                            () -> rig.sh("exit 0").stdin(Path.of("/nowhere")).run());
                    assertEquals(
                            "payload sh: could not open /nowhere as its standard input: /nowhere: No such file or directory"
                                    + " (ENOENT); the program never ran",
                            refused.getMessage());
                }));
    }

    static List<Contract.Row> output() {
        return List.of(
                row("1.6 pipes", "never block a program, time limit or not", rig -> {
                    PayloadResult result = rig.sh(
                                    "head -c 1000000 /dev/zero; head -c 1000000 /dev/zero >&2; echo '{\"a\":1}'")
                            .timeout(Duration.ofSeconds(30))
                            .run();
                    assertEquals(0, result.metrics().exitCode());
                    assertEquals(1, result.metrics().value("a"));
                    assertEquals(1_000_008, rig.record().stdout().written());
                    assertEquals(1_000_000, rig.record().stderr().written());
                }),
                row("1.3 cap", "keeps 16 MiB of each stream, reads the rest, and says so", rig -> {
                    PayloadResult result = rig.sh("head -c 20000000 /dev/zero; head -c 30000000 /dev/zero >&2; exit 4")
                            .run();
                    assertEquals(4, result.metrics().exitCode());
                    assertEquals(
                            List.of(
                                    "stdout: the first 16777216 of 20000000 bytes were kept, the rest was read and dropped",
                                    "stderr: the first 16777216 of 30000000 bytes were kept, the rest was read and dropped"),
                            result.metrics().notices());
                    assertEquals(
                            new StreamSize(20_000_000, 16_777_216), rig.record().stdout());
                    assertEquals(
                            List.of(
                                    "payload sh: stdout: the first 16777216 of 20000000 bytes were kept, the rest was read"
                                            + " and dropped",
                                    "payload sh: stderr: the first 16777216 of 30000000 bytes were kept, the rest was read"
                                            + " and dropped"),
                            result.verdict().notes());
                }),
                row("1.3 UTF-8", "that is invalid does not lose the document", rig -> {
                    PayloadResult result = rig.sh("printf '{\"a\\377\":1,\"s\":\"\\300\\200\",\"b\":2}'")
                            .run();
                    assertEquals(1, result.metrics().value("a�"));
                    assertEquals(2, result.metrics().value("b"));
                }),
                row("1.3 extraction", "takes stderr only if stdout has no metric, and never both", rig -> {
                    PayloadResult both =
                            rig.sh("echo '{\"a\":1}'; echo '{\"b\":2}' >&2").run();
                    PayloadResult fallback =
                            rig.sh("echo nothing; echo '{\"b\":2}' >&2").run();
                    assertEquals(1, both.metrics().metrics().size());
                    assertEquals(MetricStream.STDERR, fallback.metrics().get("b").orElseThrow().stream());
                }),
                row(
                        "4 exit-code format",
                        "never has metrics",
                        rig -> assertEquals(
                                List.of(),
                                rig.payload(Payload.builder("sh", "/bin/sh")
                                                .args("-c", "echo '{\"a\":1}'")
                                                .build())
                                        .run()
                                        .metrics()
                                        .metrics())),
                row("7 hints", "are applied", rig -> {
                    Payload hinted = Rig.SH.toBuilder("hinted")
                            .hints(MetricHint.lower("a", "ns"))
                            .build();
                    Metric metric = rig.payload(hinted)
                            .arg("echo '{\"a\":1}'")
                            .run()
                            .metrics()
                            .get("a")
                            .orElseThrow();
                    assertEquals("ns", metric.unit());
                    assertEquals(Polarity.lowerBetter(), metric.polarity());
                }),
                row("8 checks", "of the payload come first, then those of the run", rig -> {
                    Payload checked = Rig.SH.toBuilder("checked")
                            .checks(MetricCheck.min("a", 2))
                            .build();
                    PayloadResult result = rig.payload(checked)
                            .arg("echo '{\"a\":1}'")
                            .check(MetricCheck.max("a", 0))
                            .run();
                    assertEquals(
                            List.of(
                                    "metric 'a': 1 is under the required minimum 2",
                                    "metric 'a': 1 is over the allowed maximum 0"),
                            result.verdict().details().stream()
                                    .map(Detail::message)
                                    .toList());
                    assertEquals(2, rig.record().checks().size());
                }),
                row("issue 3.4 format", "that throws has no metrics, and says why", rig -> {
                    Payload broken = Rig.SH.toBuilder("broken")
                            .output(new OutputFormat("mine", capture -> {
                                throw new IllegalStateException("no");
                            }))
                            .build();
                    assertEquals(
                            List.of("format mine threw java.lang.IllegalStateException: no; there are no metrics"),
                            rig.payload(broken).arg("exit 0").run().metrics().notices());
                }),
                row("issue 3.4 files", "of the run's own directory are read, and gone afterwards", rig -> {
                    Payload filing = Rig.SH.toBuilder("filing")
                            .resultFiles("*.txt")
                            .output(new OutputFormat(
                                    "files",
                                    capture ->
                                            org.ktstr4j.metric.extract.Extraction.of(capture.files().entrySet().stream()
                                                    .map(file -> Metric.of(file.getKey(), (double)
                                                            file.getValue().size()))
                                                    .toList())))
                            .build();
                    PayloadResult result = rig.payload(filing)
                            .arg("echo hello >b.txt; echo x >a.txt; mkdir c.txt; echo no >other")
                            .run();
                    String first = result.metrics().metrics().getFirst().name();
                    assertTrue(first.endsWith("/a.txt"), first);
                    assertEquals(2, result.metrics().metrics().size());
                    assertFalse(Files.exists(Path.of(first).getParent()));
                }));
    }

    static List<Contract.Row> records() {
        return List.of(
                row("issue 3.8 record", "says all that is known of the invocation", rig -> {
                    PayloadResult result = rig.sh("i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done; echo '{\"a\":1}'")
                            .check(MetricCheck.exists("a"))
                            .run();
                    PayloadRecord record = rig.record();
                    assertEquals("sh", record.payload());
                    assertEquals("/bin/sh", record.argv().getFirst());
                    assertEquals(3, record.argv().size());
                    assertEquals(PayloadState.FINISHED, record.state());
                    assertTrue(record.endedAtNs() > record.startedAtNs());
                    assertTrue(record.usage().userUs() > 0, record.usage()::toString);
                    assertTrue(record.usage().maxRssKib() > 100, record.usage()::toString);
                    assertEquals(result.metrics(), record.metrics());
                    assertEquals(result.verdict(), record.verdict());
                    assertEquals(record, PayloadRecord.fromJson(record.toJson()));
                }),
                row("2 numbers", "count finished invocations from 0; failed ones use none", rig -> {
                    assertEquals(0, rig.sh("exit 0").run().metrics().index());
                    assertThrows(
                            PayloadException.class,
                            () -> rig.payload(Payload.binary("x", "no-such-program"))
                                    .run());
                    assertEquals(1, rig.sh("exit 0").run().metrics().index());
                }),
                row("1.5 interrupt", "kills, records as abandoned, and leaves the thread interrupted", rig -> {
                    Thread body = Thread.currentThread();
                    Contract.whenIn(body, "org.ktstr4j.payload.Foreground", "await", body::interrupt);
                    PayloadException broken = assertThrows(
                            PayloadException.class,
                            () -> rig.sh("exec sleep 64").run());
                    assertTrue(Thread.interrupted());
                    assertEquals(PayloadException.Kind.WAIT, broken.kind());
                    assertEquals(PayloadState.ABANDONED, rig.record().state());
                }),
                row("1.5 launcher dies", "is an error that says so, with what was captured, and a record", rig -> {
                            try (KtHost other = KtHost.start();
                                    Rig doomed = new Rig(other)) {
                                Path ready = Contract.marker();
                                Contract.when(ready, other::crash);
                                PayloadException broken = assertThrows(
                                        PayloadException.class,
                                        () -> doomed.sh("echo '{\"a\":1}'; >$READY; exec sleep 65")
                                                .env("READY", ready.toString())
                                                .run());
                                assertEquals(PayloadException.Kind.WAIT, broken.kind());
                                assertEquals(
                                        "payload sh: waiting for its end failed: kt exec closed the connection",
                                        broken.getMessage());
                                assertEquals(
                                        "{\"a\":1}\n",
                                        broken.partial().orElseThrow().stdout().text());
                                assertEquals(
                                        PayloadState.ABANDONED, doomed.record().state());
                                assertEquals(1, doomed.record().metrics().value("a"));
                            }
                        })
                        .onHostOnly());
    }
}
