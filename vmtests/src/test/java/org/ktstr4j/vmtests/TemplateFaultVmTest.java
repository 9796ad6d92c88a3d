// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.vmtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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

    // What shows that a maker has come so far; what it writes it writes aside.
    private final Map<String, Predicate<Path>> stages = Map.of(
            "boots", run -> !cache.made().isEmpty(),
            "rehearses", run -> text(run.resolve("console.log")).contains("Run /init as init process"),
            "writes", run -> written().anyMatch(each -> each.endsWith("state")),
            "seals", run -> written().anyMatch(each -> each.endsWith("ram0")));

    @Test
    void a_maker_that_is_killed_at_any_stage_leaves_nothing_in_the_way() {
        Leftovers leftovers = Leftovers.now();
        stages.forEach((stage, reached) -> {
            Cli cli = cache.cli(home.resolve(stage));
            Cli.Started killed = cli.startTest(Quick.class, "passes", "--accel", "sim");
            Path run = cli.run("Quick.passes");
            Patience.until("a maker that " + stage, Patience.RUN, () -> reached.test(run));
            Signals.send("KILL", killed.process().pid());
            killed.end();

            assertTrue(cache.made().stream().allMatch(TemplateFaultVmTest::aside), stage + ": " + cache.made());
            assertEquals("could not run", Sidecar.read(run).verdict().label(), stage);
        });

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
        Path console = cli.run("Quick.passes").resolve("template-console.log");
        assertTrue(text(console).contains("Run /init as init process"));
        assertTrue(text(home.resolve("left")).lines().allMatch(each -> each.endsWith(".lock")));
        leftovers.assertNone();
    }

    private Stream<Path> written() {
        return cache.made().stream().flatMap(dir -> {
            try (Stream<Path> all = Files.list(dir)) {
                return all.toList().stream();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
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

    private static String text(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
