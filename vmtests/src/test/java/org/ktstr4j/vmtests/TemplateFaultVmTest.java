// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.vmtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ktstr4j.host.report.Sidecar;
import org.ktstr4j.vmtests.fixture.Quick;
import org.ktstr4j.vmtests.harness.Cli;
import org.ktstr4j.vmtests.harness.Leftovers;
import org.ktstr4j.vmtests.harness.Patience;
import org.ktstr4j.vmtests.harness.Prerequisites;
import org.ktstr4j.vmtests.harness.RequiresVm;
import org.ktstr4j.vmtests.harness.Signals;
import org.ktstr4j.vmtests.harness.TemplateCache;

/// What goes wrong while a template is being made: no wrong result, nothing left, and the next run makes one.
@RequiresVm
class TemplateFaultVmTest {
    /// An emulated kernel has booted by then, and the agent's JVM is starting or further.
    private static final Duration REHEARSING = Duration.ofSeconds(4);

    @TempDir
    Path home;

    private TemplateCache cache;

    @BeforeEach
    void cache() throws IOException {
        cache = TemplateCache.in(home);
    }

    @AfterEach
    void unlink() throws IOException {
        cache.close();
    }

    /// @param reached what shows that a maker has come so far
    private record Stage(String name, Predicate<Cli.Started> reached) {}

    // What a maker writes it writes aside; while it rehearses nothing shows but the time that QEMU has had.
    private final List<Stage> stages = List.of(
            new Stage("boots", _ -> wrote("")),
            new Stage("rehearses", maker -> busiest(maker).compareTo(REHEARSING) > 0 || wrote("state")),
            new Stage("writes", _ -> wrote("state")),
            new Stage("seals", _ -> wrote("ram0")));

    private Instant began = Instant.MAX;

    @Test
    void a_maker_that_is_killed_at_any_stage_leaves_nothing_in_the_way() {
        Leftovers leftovers = Leftovers.now();
        for (Stage stage : stages) {
            Cli cli = cache.cli(home.resolve(stage.name()));
            began = Instant.now();
            Cli.Started killed = cli.startTest(Quick.class, "passes", "--accel", "sim");
            Patience.until(
                    "a maker that " + stage.name(),
                    Patience.RUN,
                    () -> stage.reached().test(killed));
            Signals.send("KILL", killed.process().pid());
            killed.end();

            assertTrue(cache.made().stream().allMatch(TemplateFaultVmTest::aside), cache.made()::toString);
            assertEquals(
                    "could not run",
                    Sidecar.read(cli.run("Quick.passes")).verdict().label(),
                    stage.name());
        }

        List<Cli> both = Stream.of("one", "other")
                .map(each -> cache.cli(home.resolve(each)))
                .toList();
        List<Cli.Started> started = both.stream()
                .map(each -> each.startTest(Quick.class, "passes", "--accel", "sim"))
                .toList();
        started.forEach(each -> assertEquals(0, each.end().code(), each.end()::err));

        assertEquals(1, cache.made().size());
        String origin = "template " + cache.made().getFirst().getFileName();
        for (Cli each : both) assertEquals(origin, origin(each));
        assertEquals(digest(both.getFirst()), digest(both.getLast()));
        leftovers.assertNone();
    }

    @Test
    void a_disk_without_room_for_a_template() throws IOException {
        if (!"root".equals(System.getProperty("user.name"))) {
            Prerequisites.skip("needs root, to mount a small file system that nobody else sees");
        }
        Leftovers leftovers = Leftovers.now();
        Files.createDirectory(cache.templates());
        String mounted = "mount -t tmpfs -o size=20m tmpfs %1$s && \"$@\"; code=$?; ls -A %1$s >%2$s; exit $code"
                .formatted(cache.templates(), home.resolve("left"));
        Cli cli = cache.cli(home).through("unshare", "-m", "sh", "-c", mounted, "sh");

        Cli.Ended ended = cli.test(Quick.class, "passes", "--accel", "sim");

        assertEquals(0, ended.code(), ended.out() + ended.err());
        String origin = origin(cli);
        assertTrue(
                origin.matches(
                        "boot: write the guest's memory to .*/templates/\\.aside-\\w+: .*No space left on device"),
                origin);
        assertTrue(Files.exists(cli.run("Quick.passes").resolve("template-console.log")));
        assertTrue(Files.readAllLines(home.resolve("left")).stream().allMatch(each -> each.endsWith(".lock")));
        leftovers.assertNone();
    }

    // What an earlier maker left does not count.
    private boolean wrote(String file) {
        return cache.made().stream().map(dir -> dir.resolve(file)).anyMatch(each -> {
            try {
                return Files.exists(each)
                        && Files.getLastModifiedTime(each).toInstant().isAfter(began);
            } catch (IOException e) {
                return false; // just removed
            }
        });
    }

    private static Duration busiest(Cli.Started maker) {
        return maker.process()
                .toHandle()
                .descendants()
                .flatMap(each -> each.info().totalCpuDuration().stream())
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    private static boolean aside(Path template) {
        return template.getFileName().toString().startsWith(".");
    }

    private static String origin(Cli cli) {
        return String.valueOf(Sidecar.read(cli.run("Quick.passes")).machine().get("guest"));
    }

    private static String digest(Cli cli) {
        return Sidecar.read(cli.run("Quick.passes")).repeat().digest();
    }
}
