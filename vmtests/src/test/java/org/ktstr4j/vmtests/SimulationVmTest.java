// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.vmtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ktstr4j.host.report.Repeatability;
import org.ktstr4j.host.report.Sidecar;
import org.ktstr4j.vmtests.fixture.Seeded;
import org.ktstr4j.vmtests.harness.Cli;
import org.ktstr4j.vmtests.harness.Leftovers;
import org.ktstr4j.vmtests.harness.RequiresVm;

/// Simulated runs: the same seed, the same run.
@RequiresVm
class SimulationVmTest {
    @TempDir
    Path home;

    private Repeatability of(Cli cli, String test) {
        return Sidecar.read(cli.run(test)).repeat();
    }

    @Test
    void the_same_seed_gives_the_same_run_and_another_seed_another() {
        Leftovers leftovers = Leftovers.now();
        Cli cli = new Cli(home);

        Cli.Ended same =
                cli.test(Seeded.class, "mixes", "--accel", "sim", "--seed", "5", "--repeat", "3", "--expect-identical");

        assertEquals(0, same.code(), same.out() + same.err());
        Repeatability five = of(cli, "Seeded.mixes-3");
        assertEquals(new Repeatability(5, five.digest(), ""), five);
        assertTrue(
                same.err()
                        .contains("3 runs passed, each with the digest "
                                + five.digest().substring(0, 16)),
                same.err());

        Cli.Ended other = cli.test(Seeded.class, "mixes", "--accel", "sim", "--seed", "6");
        assertEquals(0, other.code(), other.out() + other.err());
        assertNotEquals(five.digest(), of(cli, "Seeded.mixes").digest());
        leftovers.assertNone();
    }

    @Test
    void the_same_seed_gives_the_same_run_on_one_cpu_and_on_eight() {
        for (String test : List.of("mixesOnOneCpu", "mixesOnEightCpus")) {
            Cli.Ended same =
                    new Cli(home).test(Seeded.class, test, "--accel", "sim", "--repeat", "3", "--expect-identical");

            assertEquals(0, same.code(), same.out() + same.err());
            assertTrue(same.err().contains("3 runs passed, each with the digest "), same.err());
        }
    }

    /// One slice is below the tick of Debian's kernels, to which some of them round its end, the other above it.
    @Test
    void the_seed_draws_the_kernels_slice_and_two_that_meet_on_a_cpu_are_switched_by_it() {
        Met own = meet(0);
        Met brief = meet(11);
        Met lengthy = meet(8);

        assertEquals("", own.slice());
        assertEquals("%d ns by the seed, %d ns of its own".formatted(brief.sliceNs(), own.sliceNs()), brief.slice());
        assertEquals(
                "%d ns by the seed, %d ns of its own".formatted(lengthy.sliceNs(), own.sliceNs()), lengthy.slice());
        assertEquals(2_800_000, own.sliceNs());
        assertEquals(1_488_340, brief.sliceNs());
        assertEquals(5_221_946, lengthy.sliceNs());
        assertTrue(lengthy.switches() * 3 < brief.switches() * 2, () -> brief + ", " + lengthy);
        assertNotEquals(brief.digest(), lengthy.digest());
    }

    /// What a run of it says of its slice, and what the body saw.
    private record Met(String slice, long sliceNs, long switches, String digest) {}

    private Met meet(long seed) {
        Cli cli = new Cli(home);
        Cli.Ended ended = cli.test(Seeded.class, "meetOnOneCpu", "--accel", "sim", "--seed", Long.toString(seed));
        assertEquals(0, ended.code(), ended.out() + ended.err());
        Sidecar run = Sidecar.read(cli.run("Seeded.meetOnOneCpu"));
        return new Met(
                run.machine().getOrDefault("slice", ""),
                number("slice", ended.out()),
                number("switches", ended.out()),
                run.repeat().digest());
    }

    private static long number(String name, String printed) {
        return printed.lines()
                .filter(each -> each.startsWith(name + " "))
                .mapToLong(each -> Long.parseLong(each.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + name + ": " + printed));
    }

    @Test
    void a_failing_seed_is_found_and_comes_again() {
        Cli cli = new Cli(home);

        Cli.Ended found = cli.test(Seeded.class, "drawsAnUnluckyNumber", "--accel", "sim");

        assertEquals(1, found.code(), found.out() + found.err());
        String line = found.err()
                .lines()
                .filter(each -> each.contains("the same again: ktstr replay "))
                .findFirst()
                .orElseThrow(() -> new AssertionError(found.err()));
        String run = line.substring(line.indexOf("replay ") + "replay ".length());
        Sidecar recorded = Sidecar.read(Path.of(run));
        assertTrue(recorded.repeat().seed() >= 1 && recorded.repeat().seed() <= 50, recorded.repeat()::toString);

        Cli.Ended again = cli.start(
                        "replay", run, "--runs", home.resolve("runs").toString())
                .end();

        assertEquals(1, again.code(), again.out() + again.err());
        assertTrue(
                again.err().contains("the same run: digest " + recorded.repeat().digest()), again.err());
        assertTrue(again.err().contains("drew 0"), again.err());
    }

    @Test
    void runs_that_follow_the_hosts_clock_are_not_called_the_same() {
        Cli cli = new Cli(home);

        Cli.Ended ended = cli.test(Seeded.class, "mixes", "--accel", "single", "--repeat", "2", "--expect-identical");

        assertEquals(1, ended.code(), ended.out() + ended.err());
        assertTrue(ended.err().contains("(accelerator single: the guest's clock follows the host's)"), ended.err());

        Cli.Ended replay =
                cli.start("replay", cli.run("Seeded.mixes").toString()).end();
        assertEquals(69, replay.code());
        assertTrue(
                replay.err()
                        .contains("it ran with the accelerator single, whose clock is the host's, so that no run of it"
                                + " comes again; run the test with --accel sim"),
                replay.err());
    }
}
