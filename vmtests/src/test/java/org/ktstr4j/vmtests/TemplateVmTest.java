// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.vmtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ktstr4j.host.report.Sidecar;
import org.ktstr4j.vmtests.fixture.Quick;
import org.ktstr4j.vmtests.harness.Cli;
import org.ktstr4j.vmtests.harness.Leftovers;
import org.ktstr4j.vmtests.harness.RequiresVm;
import org.ktstr4j.vmtests.harness.TemplateCache;

/// Templates with a cache of their own: made, listed, used, damaged, done without.
@RequiresVm
class TemplateVmTest {
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

    private Cli cli() {
        return cache.cli(home);
    }

    private String origin(Cli.Ended ended) {
        assertEquals(0, ended.code(), ended.out() + ended.err());
        return String.valueOf(Sidecar.read(cli().run("Quick.passes")).machine().get("guest"));
    }

    private String templates(String... words) {
        String[] command =
                Stream.concat(Stream.of("template"), Stream.of(words)).toArray(String[]::new);
        return cli().start(command).end().out();
    }

    private static String digest(Path file) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        try (DigestInputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static long allocated(Path file) throws IOException {
        Process du = new ProcessBuilder("du", "--block-size=1", file.toString()).start();
        String said = new String(du.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        return Long.parseLong(said.substring(0, said.indexOf('\t')));
    }

    /// What is not free in a guest from the template: of a machine of 1 GiB, but for the window of 64 MiB.
    private long usedKib() {
        String said = cli().test(Quick.class, "tellsMemory", "--accel", "sim").out();
        Matcher free = Pattern.compile("MemFree: +([0-9]+) kB").matcher(said);
        assertTrue(free.find(), said);
        return (960 << 10) - Long.parseLong(free.group(1));
    }

    @Test
    void a_template_is_made_listed_damaged_made_again_the_same_and_cleaned() throws Exception {
        Leftovers leftovers = Leftovers.now();
        assertEquals("no templates; the first test on a kernel and topology makes one\n", templates("list"));

        assertTrue(origin(cli().test(Quick.class, "passes", "--accel", "sim")).startsWith("template "));
        Path template = cache.made().getFirst();
        String listed = templates("list");
        assertTrue(listed.contains(template.getFileName().toString()), listed);
        assertTrue(listed.contains("1n1l1c1t, 1024 MiB, sim"), listed);

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
        assertEquals(List.of(), cache.made());

        assertTrue(origin(cli().test(Quick.class, "passes", "--accel", "sim")).startsWith("template "));
        assertEquals(memory, digest(template.resolve("ram0")));
        assertTrue(allocated(template.resolve("ram0")) <= usedKib() << 10, "%d KiB are used".formatted(usedKib()));

        assertTrue(templates("clean", "--all").startsWith("removed 1, "));
        assertEquals(List.of(), cache.made());
        leftovers.assertNone();
    }

    @Test
    void without_templates_a_guest_boots() throws IOException {
        assertEquals("boot: templates are switched off", origin(cli().test(Quick.class, "passes", "--no-template")));
        assertTrue(!Files.exists(cache.templates()));
    }
}
