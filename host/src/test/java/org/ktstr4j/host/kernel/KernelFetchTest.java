// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ktstr4j.host.kernel.fetch.AptSource;
import org.ktstr4j.host.kernel.fetch.Archive;
import org.ktstr4j.host.kernel.fetch.Sha256;
import org.ktstr4j.plan.PlanException;

/// The real apt, on an archive in a directory.
class KernelFetchTest {
    static final String NEW = "7.3.4+deb13-cloud-amd64";
    static final String MIDDLE = "7.1.13+deb13-cloud-amd64";
    static final String OLD = "6.18.15+deb13-cloud-amd64";
    static final String OLDEST = "6.12.107+deb13-cloud-amd64";
    private static final byte[] WITH = Recorded.text(Recorded.NEW_CONFIG).getBytes(StandardCharsets.UTF_8);
    private static final byte[] WITHOUT = Recorded.text(Recorded.OLD_CONFIG).getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path dir;

    private TestRepository repository;
    private KernelCache cache;
    private final List<String> steps = new ArrayList<>();

    @BeforeEach
    void make_an_archive() throws IOException {
        repository = new TestRepository(dir.resolve("archive"));
        cache = cache("trusted=yes");
    }

    @Test
    void image_and_config_come_from_two_packages_since_seven_two() throws IOException {
        addNew(WITH);

        Kernel kernel = cache.fetch("debian", steps::add);

        Path home = dir.resolve("cache/kernels").resolve(NEW);
        assertEquals(NEW, kernel.release());
        assertEquals(home.resolve("vmlinuz"), kernel.image());
        assertEquals(Optional.of(home.resolve("config")), kernel.config());
        assertEquals(List.of("config", "kernel.txt", "vmlinuz"), names(home));
        assertEquals(
                List.of(
                        "looking up the mirror that apt is configured with",
                        "reading the package lists of test-backports",
                        "downloading linux-base-" + NEW + " (0.0 MiB)",
                        "unpacking linux-base-" + NEW,
                        "downloading linux-binary-" + NEW + " (0.0 MiB)",
                        "unpacking linux-binary-" + NEW),
                steps);
        CachedKernel cached = cache.list().getFirst();
        assertEquals("debian", cached.fact("spec"));
        assertEquals("1-1", cached.fact("version"));
        assertEquals("linux-binary-" + NEW, cached.fact("package"));
        assertEquals(Sha256.of(kernel.image()), cached.fact("image-sha256"));
        assertEquals(kernel, cache.resolve("debian"));
    }

    @Test
    void image_and_config_come_from_one_package_before() {
        addOld(OLD, WITH);

        Kernel kernel = cache.fetch("debian:6.18.15", steps::add);

        assertEquals(OLD, kernel.release());
        assertEquals(KernelFeatures.Presence.YES, kernel.features().get(Feature.SCHED_EXT));
    }

    @Test
    void a_release_whose_config_left_the_archive_is_taken_only_by_version() {
        addMiddle();
        addOld(OLD, WITH);

        assertEquals(OLD, cache.fetch("debian", steps::add).release());
        Kernel kernel = cache.fetch("debian:7.1", steps::add);

        assertEquals(MIDDLE, kernel.release());
        assertEquals(Optional.empty(), kernel.config());
        assertEquals(
                "the archive has no config of " + MIDDLE + " (any more): what it can test is not known",
                steps.getLast());
        assertEquals(MIDDLE, cache.resolve("debian:7.1").release());
        assertEquals(OLD, cache.resolve("debian").release());
    }

    @Test
    void without_sched_ext_in_the_archive_there_is_no_plain_debian() {
        addOld(OLDEST, WITHOUT);

        refused(
                "debian",
                "fetch kernel \"debian\": no cloud kernel with sched_ext in test-backports; looked at " + OLDEST
                        + "; use a mirror that has trixie-backports");
        assertEquals(OLDEST, cache.fetch("debian:6.12", steps::add).release());
        refused(
                "debian",
                "fetch kernel \"debian\": no cloud kernel with sched_ext in test-backports; looked at " + OLDEST
                        + "; use a mirror that has trixie-backports");
    }

    @Test
    void the_small_config_package_saves_the_image_of_a_kernel_that_does_not_suit() {
        addNew(WITHOUT);

        refused(
                "debian",
                "fetch kernel \"debian\": no cloud kernel with sched_ext in test-backports; looked at " + NEW
                        + "; use a mirror that has trixie-backports");

        assertEquals("unpacking linux-base-" + NEW, steps.getLast());
    }

    @Test
    void a_version_that_is_not_there_is_answered_with_those_that_are() {
        addNew(WITH);
        addOld(OLD, WITH);
        repository.add("linux-image-6.12.107+deb13-amd64", Map.of("boot/x", WITH));

        refused(
                "debian:9.9",
                "fetch kernel \"debian:9.9\": no such cloud kernel in test-backports; there are 7.3.4, 6.18.15; "
                        + "ask for one of these");
    }

    @Test
    void an_archive_without_kernels_is_said() {
        refused(
                "debian",
                "fetch kernel \"debian\": no cloud kernel at all in test-backports; "
                        + "use a mirror that has trixie-backports");
    }

    @Test
    void a_mirror_that_has_none_of_the_suites_is_said() {
        List<AptSource> sources = List.of(
                new AptSource("file:/absent", "trixie-backports", true), new AptSource("file:/absent", "trixie", true));
        KernelCache none = new KernelCache(dir.resolve("cache"), dir, command -> new Archive(sources, "signed-by=/x"));

        PlanException e = assertThrows(PlanException.class, () -> none.fetch("debian", steps::add));

        assertEquals(
                "fetch kernel \"debian\": none of these suites exists: trixie-backports at file:/absent, "
                        + "trixie at file:/absent; check the mirror that apt is configured with",
                e.getMessage());
    }

    @Test
    void without_a_mirror_the_user_hears_of_what_is_in_the_cache() {
        addOld(OLD, WITH);
        cache.fetch("debian", steps::add);
        List<AptSource> sources = List.of(new AptSource("file:/absent", "trixie", true));
        KernelCache cut = new KernelCache(dir.resolve("cache"), dir, command -> new Archive(sources, "signed-by=/x"));

        PlanException e = assertThrows(PlanException.class, () -> cut.fetch("debian", steps::add));

        assertEquals(
                "fetch kernel \"debian\": none of these suites exists: trixie at file:/absent; check the mirror that "
                        + "apt is configured with (in the cache, and usable without a fetch: " + OLD + ")",
                e.getMessage());
    }

    @Test
    void an_archive_that_nobody_signed_is_refused() throws IOException {
        addNew(WITH);
        Path keyring = Files.createFile(dir.resolve("empty.gpg"));
        KernelCache strict = cache("signed-by=" + keyring);

        PlanException e = assertThrows(PlanException.class, () -> strict.fetch("debian", steps::add));

        assertEquals(
                ("fetch kernel \"debian\": read the package lists of test-backports at %s: the archive's signature "
                                + "was not accepted: \"The repository '%s test-backports Release' is not signed.\"; "
                                + "nothing was kept; upgrade the package debian-archive-keyring, or repair the mirror")
                        .formatted(repository.site(), repository.site()),
                e.getMessage());
        assertNothingHalfMade();
    }

    @Test
    void a_package_that_was_changed_after_signing_is_refused() throws IOException {
        addOld(OLD, WITH);
        Path deb = dir.resolve("archive/linux-image-" + OLD + "_1-1_amd64.deb");
        byte[] bytes = Files.readAllBytes(deb);
        bytes[bytes.length - 600] ^= 1;
        Files.write(deb, bytes);

        PlanException e = assertThrows(PlanException.class, () -> cache.fetch("debian", steps::add));

        assertEquals(
                ("fetch kernel \"debian\": download linux-image-%s from test-backports at %s: apt failed: "
                                + "\"Failed to fetch %s/linux-image-%s_1-1_amd64.deb  Hash Sum mismatch\"; "
                                + "check the network and the mirror that apt is configured with, then try again")
                        .formatted(OLD, repository.site(), repository.site(), OLD.replace("+", "%2b")),
                e.getMessage());
        assertNothingHalfMade();
    }

    @Test
    void a_package_without_image_is_said() throws IOException {
        repository.add("linux-image-" + OLD, Map.of("boot/config-" + OLD, WITH));

        refused(
                "debian",
                ("unpack linux-image-%s 1-1: neither usr/lib/modules/%s/vmlinuz nor boot/vmlinuz-%s in it; "
                                + "ask for another version")
                        .formatted(OLD, OLD, OLD));
        assertNothingHalfMade();
    }

    @Test
    void a_package_with_the_image_of_another_release_is_said() throws IOException {
        repository.add(
                "linux-image-" + OLD,
                Map.of("boot/config-" + OLD, WITH, "boot/vmlinuz-" + OLD, new TestImage(NEW + " (a@b)").bytes()));

        refused(
                "debian",
                "unpack linux-image-%s: expected a kernel of release %s, was %s; ask for another version"
                        .formatted(OLD, OLD, NEW));
        assertNothingHalfMade();
    }

    @Test
    void a_second_fetch_of_a_version_does_not_ask_the_archive() {
        addOld(OLD, WITH);
        Kernel first = cache.fetch("debian:6.18.15", steps::add);
        steps.clear();

        Kernel second = cache.fetch("debian:6.18.15", steps::add);

        assertEquals(first, second);
        assertEquals(List.of(OLD + " is in the cache"), steps);
    }

    @Test
    void a_newer_kernel_in_the_archive_is_fetched_beside_the_old_one() {
        addOld(OLD, WITH);
        cache.fetch("debian", steps::add);
        addNew(WITH);

        assertEquals(NEW, cache.fetch("debian", steps::add).release());
        assertEquals(
                List.of(NEW, OLD),
                cache.list().stream().map(CachedKernel::release).toList());
    }

    @Test
    void a_damaged_kernel_is_fetched_anew() throws IOException {
        addOld(OLD, WITH);
        Kernel kernel = cache.fetch("debian:6.18.15", steps::add);
        Files.write(kernel.image(), new byte[10]);

        Kernel again = cache.fetch("debian:6.18.15", steps::add);

        assertEquals(kernel, new Kernel(again.image(), again.config(), again.header(), kernel.origin()));
        assertEquals(Optional.empty(), cache.list().getFirst().damage());
        assertNothingHalfMade();
    }

    @Test
    void what_a_killed_fetch_left_is_swept_away() throws IOException {
        addOld(OLD, WITH);
        Path left = Files.createDirectories(dir.resolve("cache/kernels/.aside-123/deep"));
        Files.createFile(left.resolve("file"));

        cache.fetch("debian", steps::add);

        assertNothingHalfMade();
    }

    private void addNew(byte[] config) {
        repository.add("linux-image-" + NEW, Map.of("usr/share/doc/x", WITH));
        repository.add("linux-base-" + NEW, Map.of("usr/lib/modules/" + NEW + "/config", config));
        repository.add(
                "linux-binary-" + NEW,
                Map.of("usr/lib/modules/" + NEW + "/vmlinuz", new TestImage(NEW + " (a@b) #1").bytes()));
    }

    private void addMiddle() {
        repository.add("linux-image-" + MIDDLE, Map.of("usr/share/doc/x", WITH));
        repository.add(
                "linux-binary-" + MIDDLE, Map.of("boot/vmlinuz-" + MIDDLE, new TestImage(MIDDLE + " (a@b)").bytes()));
    }

    private void addOld(String release, byte[] config) {
        repository.add(
                "linux-image-" + release,
                Map.of(
                        "boot/config-" + release,
                        config,
                        "boot/vmlinuz-" + release,
                        new TestImage(release + " (a@b) #1").bytes()));
    }

    private KernelCache cache(String trust) {
        return new KernelCache(dir.resolve("cache"), dir, command -> repository.archive(trust));
    }

    private void refused(String spec, String expected) {
        PlanException e = assertThrows(PlanException.class, () -> cache.fetch(spec, steps::add));
        assertEquals(expected, e.getMessage());
    }

    private void assertNothingHalfMade() throws IOException {
        Path kernels = dir.resolve("cache/kernels");
        List<String> expected = new ArrayList<>(List.of(".apt", ".lock"));
        cache.list().forEach(kernel -> expected.add(kernel.release()));
        assertEquals(expected, names(kernels));
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> children = Files.list(directory)) {
            return children.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }
}
