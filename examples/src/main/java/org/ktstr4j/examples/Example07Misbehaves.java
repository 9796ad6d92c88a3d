// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.ktstr4j.junit.KtstrTest;
import org.ktstr4j.metric.Metric;
import org.ktstr4j.metric.PayloadMetrics;
import org.ktstr4j.payload.OutputFormat;
import org.ktstr4j.payload.Payload;
import org.ktstr4j.payload.PayloadHandle;
import org.ktstr4j.payload.PayloadRun;
import org.ktstr4j.scenario.Ctx;

/// A program that does what programs should not, and what is left of it: a result, a record, and nothing else.
///
/// `./ktstr demo payloads` runs it. The program is a resource beside this class, and travels as such.
public class Example07Misbehaves {
    private static final String PROGRAM = "misbehave";
    private static final int KILLED = 9;

    /// Made in the guest.
    public Example07Misbehaves() {}

    /// Its worst, one after the other.
    ///
    /// @param ctx the guest
    /// @throws IOException if its program cannot be unpacked, or /proc not be read
    @KtstrTest(timeoutS = 300)
    public void doesItsWorst(Ctx ctx) throws IOException {
        Payload program = Payload.builder(PROGRAM, unpack().toString())
                .output(OutputFormat.JSON)
                .build();
        floods(ctx, program);
        refusesToEnd(ctx, program);
        dies(ctx, program);
        printsNonsense(ctx, program);
        assertEquals(0, processes(), "processes left behind");
    }

    private static void floods(Ctx ctx, Payload program) {
        say("200 MB of JSON: 16 MiB are kept, the rest is read and dropped, and that is said");
        PayloadMetrics large = run(ctx, program, "json=large=200m");
        assertEquals(0, large.exitCode());
        assertEquals(1, large.notices().size(), large.notices()::toString);
        System.out.println("    " + large.notices().getFirst());

        say("both streams at once, fast and slowly: no pipe is ever full");
        assertEquals(
                Map.of("done", 1.0),
                values(run(ctx, program, "out*=4m", "err*=4m", "out~=50", "json=text={\"done\":1}")));
    }

    private static void refusesToEnd(Ctx ctx, Payload program) throws IOException {
        PayloadRun late = ctx.payload(program).timeout(Duration.ofSeconds(2));

        say("ignores SIGTERM, and forks a tree of 14 that sleeps for ever: the time-out ends all of it");
        PayloadMetrics stubborn = late.args("ignore=15", "tree=3", "json=text={\"forked\":14}", "sleep=forever")
                .run()
                .metrics();
        assertEquals(OptionalInt.of(KILLED), stubborn.signal());
        assertEquals(Map.of("forked", 14.0), values(stubborn));
        assertEquals(0, processes(), "processes left behind");

        say("leaves a child behind, which holds its pipes: the child is killed, the pipes end");
        assertEquals(3, run(ctx, program, "fork=sleep=forever", "exit=3").exitCode());
        assertEquals(0, processes(), "processes left behind");

        say("a grandchild in a session of its own: found through the run's own cgroup");
        assertEquals(0, run(ctx, program, "daemon").exitCode());
        assertEquals(0, processes(), "processes left behind");

        say("closes its streams and spins: the end of the output is not the end of the program");
        assertEquals(-1, late.args("close", "spin=60000").run().metrics().exitCode());

        say("stops itself: killed all the same");
        try (PayloadHandle stopped = ctx.payload(program).args("stop").spawn()) {
            assertEquals(-1, stopped.kill().metrics().exitCode());
        }
    }

    private static void dies(Ctx ctx, Payload program) {
        say("dies by every signal that kills: always -1, and the signal beside it");
        for (int signal : List.of(1, 2, 3, 4, 6, 7, 8, 9, 11, 13, 15, 31, 40)) {
            PayloadMetrics dead = run(ctx, program, "signal=" + signal);
            assertEquals(-1, dead.exitCode());
            assertEquals(OptionalInt.of(signal), dead.signal());
        }

        say("exits with what looks like a signal: its own code");
        for (int code : List.of(1, 128, 137, 255)) {
            PayloadMetrics exited = run(ctx, program, "exit=" + code);
            assertEquals(code, exited.exitCode());
            assertEquals(OptionalInt.empty(), exited.signal());
        }
    }

    private static void printsNonsense(Ctx ctx, Payload program) {
        say("half a document is none");
        assertEquals(Map.of(), values(run(ctx, program, "json=half")));

        say("NaN, infinities and 1e400 are dropped leaf by leaf, and the rest of the document stays");
        assertEquals(Map.of("d", 1.0), values(run(ctx, program, "json=nan")));
        assertEquals(Map.of("c", 0.0, "d", 1.0), values(run(ctx, program, "json=huge")));

        say("10,000 levels: a marker says at which depth it ended");
        System.out.println("    " + run(ctx, program, "json=nesting").metrics());

        say("of duplicate keys the last one counts");
        assertEquals(Map.of("a", 2.0, "b.c", 4.0), values(run(ctx, program, "json=duplicate")));

        say("bytes that are no UTF-8 lose nothing around them");
        assertEquals(Map.of("after", 1.0), values(run(ctx, program, "utf8=bad", "json=text={\"after\":1}")));
    }

    private static PayloadMetrics run(Ctx ctx, Payload program, String... misdeeds) {
        return ctx.payload(program).args(misdeeds).run().metrics();
    }

    private static Map<String, Double> values(PayloadMetrics metrics) {
        Map<String, Double> values = new TreeMap<>();
        for (Metric metric : metrics.metrics()) values.put(metric.name(), metric.value());
        return values;
    }

    /// {@return how many of it there are, zombies included}
    private static long processes() throws IOException {
        long count = 0;
        try (var all = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (Path process : all) {
                try {
                    if (Files.readString(process.resolve("comm")).strip().equals(PROGRAM)) count++;
                } catch (IOException e) {
                    // it has ended meanwhile
                }
            }
        }
        return count;
    }

    private static Path unpack() throws IOException {
        Path program = Path.of("/tmp", PROGRAM);
        try (InputStream in = Example07Misbehaves.class.getResourceAsStream(PROGRAM)) {
            assertTrue(in != null, "no resource " + PROGRAM + " beside the class");
            Files.copy(in, program);
        }
        assertTrue(program.toFile().setExecutable(true));
        return program;
    }

    private static void say(String what) {
        System.out.println("  " + what);
    }
}
