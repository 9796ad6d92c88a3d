// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.vmtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ktstr4j.host.kernel.KernelCache;
import org.ktstr4j.host.report.Sidecar;
import org.ktstr4j.vmtests.fixture.Quick;
import org.ktstr4j.vmtests.harness.Cli;
import org.ktstr4j.vmtests.harness.Leftovers;
import org.ktstr4j.vmtests.harness.Patience;
import org.ktstr4j.vmtests.harness.RequiresVm;
import org.ktstr4j.vmtests.harness.Signals;

/// Templates with a cache of their own beside everybody's kernels and images: made, used, damaged, interrupted.
@RequiresVm
class TemplateVmTest {
    @TempDir
    Path home;

    private Path templates = Path.of("");

    @BeforeEach
    void cache() throws IOException {
        Path real = KernelCache.userRoot(System.getenv());
        Path cache = Files.createDirectories(home.resolve("cache/ktstr4j"));
        try (Stream<Path> all = Files.list(real)) {
            for (Path each : all.toList()) {
                if (!each.endsWith("templates")) Files.createSymbolicLink(cache.resolve(each.getFileName()), each);
            }
        }
        templates = cache.resolve("templates");
    }

    /// The links, lest whoever removes the directory wonders about them.
    @AfterEach
    void unlink() throws IOException {
        try (Stream<Path> all = Files.list(home.resolve("cache/ktstr4j"))) {
            for (Path each : all.filter(Files::isSymbolicLink).toList()) Files.delete(each);
        }
    }

    private Cli cli() {
        return new Cli(home).with("XDG_CACHE_HOME", home.resolve("cache").toString());
    }

    private String origin(Cli.Ended ended) {
        assertEquals(0, ended.code(), ended.out() + ended.err());
        return String.valueOf(Sidecar.read(cli().run("Quick.passes")).machine().get("guest"));
    }

    private List<Path> made() {
        if (!Files.exists(templates)) return List.of();
        try (Stream<Path> all = Files.list(templates)) {
            return all.filter(each -> !each.getFileName().toString().endsWith(".lock"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String digest(Path file) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        try (DigestInputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    @Test
    void a_template_is_made_used_damaged_and_made_again_the_same() throws Exception {
        Leftovers leftovers = Leftovers.now();
        assertTrue(origin(cli().test(Quick.class, "passes", "--accel", "sim")).startsWith("template "));
        Path template = made().getFirst();
        String memory = digest(template.resolve("ram0"));
        try (RandomAccessFile file =
                new RandomAccessFile(template.resolve("ram0").toFile(), "rw")) {
            file.seek(0x100_0000);
            int was = file.read();
            file.seek(0x100_0000);
            file.write(was + 1);
        }

        String origin = origin(cli().test(Quick.class, "passes", "--accel", "sim"));
        assertTrue(
                origin.startsWith("boot: template " + template.getFileName() + " is damaged: ram0: expected "), origin);
        assertEquals(List.of(), made());

        assertTrue(origin(cli().test(Quick.class, "passes", "--accel", "sim")).startsWith("template "));
        assertEquals(memory, digest(template.resolve("ram0")));
        leftovers.assertNone();
    }

    @Test
    void a_maker_that_is_killed_leaves_nothing_in_the_way() throws Exception {
        Leftovers leftovers = Leftovers.now();
        Cli.Started killed = cli().startTest(Quick.class, "passes", "--accel", "sim");
        Patience.until("a template is being made", Patience.RUN, () -> !made().isEmpty());
        Signals.send("KILL", killed.process().pid());
        killed.end();

        assertTrue(origin(cli().test(Quick.class, "passes", "--accel", "sim")).startsWith("template "));

        assertEquals(1, made().size());
        leftovers.assertNone();
    }

    @Test
    void without_templates_a_guest_boots() throws IOException {
        assertEquals("boot: templates are switched off", origin(cli().test(Quick.class, "passes", "--no-template")));
        assertTrue(!Files.exists(templates));
    }

    @Test
    void templates_are_listed_and_cleaned() throws IOException {
        assertEquals(
                "no templates; the first test on a kernel and topology makes one\n",
                cli().start("template", "list").end().out());
        origin(cli().test(Quick.class, "passes", "--accel", "sim"));

        String listed = cli().start("template", "list").end().out();
        assertTrue(listed.contains(made().getFirst().getFileName().toString()), listed);
        assertTrue(listed.contains("1n1l1c1t, 1024 MiB, sim"), listed);
        assertTrue(cli().start("template", "clean", "--all").end().out().startsWith("removed 1, "));
        assertEquals(List.of(), made());
    }
}
