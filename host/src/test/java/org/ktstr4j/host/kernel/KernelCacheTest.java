// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.ktstr4j.host.kernel.fetch.Aside;
import org.ktstr4j.plan.PlanException;

class KernelCacheTest {
    private static final String NEW = "7.3.4+deb13-cloud-amd64";
    private static final String OLD = "6.18.15+deb13-cloud-amd64";
    private static final String OLDEST = "6.12.107+deb13-cloud-amd64";

    @TempDir
    Path dir;

    private Path kernels;
    private KernelCache cache;

    @BeforeEach
    void open_a_cache() {
        cache = new KernelCache(dir, dir.resolve("no-system"), command -> {
            throw new AssertionError("the archive must not be asked");
        });
        kernels = dir.resolve("kernels");
    }

    @Test
    void the_cache_root_follows_the_environment() {
        assertEquals(Path.of("/x/ktstr4j"), KernelCache.userRoot(Map.of("XDG_CACHE_HOME", "/x", "HOME", "/h")));
        assertEquals(Path.of("/h/.cache/ktstr4j"), KernelCache.userRoot(Map.of("HOME", "/h")));
        assertEquals(Path.of("/h/.cache/ktstr4j"), KernelCache.userRoot(Map.of("XDG_CACHE_HOME", "x", "HOME", "/h")));
    }

    @Test
    void an_empty_cache_lists_nothing_and_is_not_created_by_asking() {
        assertEquals(List.of(), cache.list());
        assertEquals(new KernelCache.Cleaned(List.of(), 0), cache.cleanAll());
        assertFalse(Files.exists(kernels));
    }

    @Test
    void debian_is_the_newest_with_sched_ext() throws IOException {
        put(OLDEST, Optional.of(Recorded.OLD_CONFIG));
        put(OLD, Optional.of(Recorded.NEW_CONFIG));
        put(NEW, Optional.empty());

        assertEquals(OLD, cache.resolve("debian").release());
        assertEquals(NEW, cache.resolve("debian:7.3").release());
        assertEquals(OLDEST, cache.resolve("debian:6.12").release());
        assertEquals(OLDEST, cache.resolve(OLDEST).release());
        assertEquals(
                List.of(NEW, OLD, OLDEST),
                cache.list().stream().map(CachedKernel::release).toList());
    }

    @Test
    void a_kernel_that_is_not_there_is_answered_with_the_command_that_gets_it() throws IOException {
        refused(
                () -> cache.resolve("debian"),
                "find kernel \"debian\": not in the cache %s, which has none; run: ktstr kernel fetch debian"
                        .formatted(kernels));
        put(OLD, Optional.of(Recorded.NEW_CONFIG));
        refused(
                () -> cache.show("debian:7.3"),
                "find kernel \"debian:7.3\": not in the cache %s, which has %s; run: ktstr kernel fetch debian:7.3"
                        .formatted(kernels, OLD));
    }

    @Test
    void a_path_is_a_kernel_with_the_config_beside_it() throws IOException {
        Path image = new TestImage("7.3.4-mine (a@b)").write(dir.resolve("here/bzImage"));
        Files.writeString(dir.resolve("here/config-7.3.4-mine"), Recorded.text(Recorded.NEW_CONFIG));

        Kernel kernel = cache.resolve(image.toString());

        assertEquals("7.3.4-mine", kernel.release());
        assertEquals(image, kernel.image());
        assertEquals(Optional.of(dir.resolve("here/config-7.3.4-mine")), kernel.config());
        assertEquals("given by path", kernel.origin());
    }

    @Test
    void a_path_without_config_is_a_kernel_of_which_little_is_known() {
        Path image = new TestImage("7.3.4-mine (a@b)").write(dir.resolve("bzImage"));

        assertEquals(Optional.empty(), cache.resolve(image.toString()).config());
        assertEquals(
                """
                release            7.3.4-mine
                version            7.3.4-mine (a@b)
                origin             given by path
                image              %s (0.0 MiB)
                boot               protocol 2.15, needs 60.0 MiB to unpack
                config             none found: what follows is not known
                guest              unknown
                sched_ext          unknown
                """.formatted(image),
                String.join("\n", cache.show(image.toString()).lines().subList(0, 8)) + "\n");
    }

    @Test
    void a_kernel_that_no_guest_can_run_on_is_refused_but_can_be_shown() throws IOException {
        Path image = new TestImage("7.3.4-mine (a@b)").write(dir.resolve("here/bzImage"));
        Files.writeString(
                dir.resolve("here/config"),
                Recorded.text(Recorded.NEW_CONFIG).replace("CONFIG_UNIX=y", "CONFIG_UNIX=m"));

        refused(
                () -> cache.resolve(image.toString()),
                ("check kernel \"%s\" (7.3.4-mine): CONFIG_UNIX must be y (the agent speaks to the launcher through a "
                                + "Unix socket) and is m; build it so (modules do not count, the guest loads none), "
                                + "or use a stock kernel: ktstr kernel fetch debian")
                        .formatted(image));
        assertEquals(
                "guest              cannot run: CONFIG_UNIX must be y (the agent speaks to the launcher through a "
                        + "Unix socket) and is m",
                cache.show(image.toString()).lines().get(6));
    }

    @Test
    void a_stock_kernel_is_shown_with_all_it_can_test() throws IOException {
        put(NEW, Optional.of(Recorded.NEW_CONFIG));

        assertEquals(
                """
                release            7.3.4+deb13-cloud-amd64
                version            7.3.4+deb13-cloud-amd64 (a@b) #1 SMP
                origin             Debian trixie-backports, linux-binary 7.3.4-1, fetched 2026-11-22T01:31:45Z
                image              %1$s/vmlinuz (0.0 MiB)
                boot               protocol 2.15, needs 60.0 MiB to unpack
                config             %1$s/config
                guest              has every option a guest needs
                sched_ext          yes
                sched_ext cgroups  yes
                BTF                yes
                kprobe events      yes
                fprobe events      yes
                all symbols        yes
                cpuset             yes
                cpu.weight         yes
                cpu.max            yes
                cpu.uclamp         yes
                schedstats         yes
                PSI                yes
                NUMA               yes
                NUMA balancing     yes
                LLC domains        yes
                core scheduling    no: CONFIG_SCHED_CORE is not set
                HZ                 250
                preemption         lazy, dynamic
                """.formatted(kernels.resolve(NEW)),
                String.join("\n", cache.show("debian").lines()) + "\n");
    }

    @Test
    void a_damaged_kernel_is_listed_as_damaged_and_refused() throws IOException {
        Path home = put(NEW, Optional.of(Recorded.NEW_CONFIG));
        Files.delete(home.resolve("config"));
        String expected =
                "use cached kernel %s in %s: damaged: no config; run: ktstr kernel clean %s, and fetch it again"
                        .formatted(NEW, home, NEW);

        assertEquals(Optional.of(expected), cache.list().getFirst().damage());
        refused(() -> cache.resolve("debian:7.3"), expected);
    }

    @Test
    void a_directory_that_was_not_made_by_a_fetch_is_damaged() throws IOException {
        Path home = Files.createDirectories(kernels.resolve(NEW));

        assertEquals(
                Optional.of("use cached kernel %s in %s: damaged: no usable kernel.txt; ".formatted(NEW, home)
                        + "run: ktstr kernel clean %s, and fetch it again".formatted(NEW)),
                cache.list().getFirst().damage());
    }

    @Test
    void one_kernel_is_cleaned() throws IOException {
        put(NEW, Optional.of(Recorded.NEW_CONFIG));
        put(OLD, Optional.of(Recorded.NEW_CONFIG));

        assertEquals(List.of(NEW), cache.clean("debian:7.3").releases());
        assertEquals(List.of(OLD), cache.clean(OLD).releases());
        assertEquals(List.of(), cache.list());
        refused(
                () -> cache.clean("debian:7.3"),
                "clean kernel \"debian:7.3\": not in the cache %s, which has none; name one of these"
                        .formatted(kernels));
    }

    @Test
    void older_kernels_are_cleaned_and_the_newest_with_sched_ext_stays() throws IOException {
        put(NEW, Optional.empty());
        put(OLD, Optional.of(Recorded.NEW_CONFIG));
        put(OLDEST, Optional.of(Recorded.OLD_CONFIG));

        assertEquals(List.of(NEW, OLDEST), cache.cleanOlder().releases());
        assertEquals(OLD, cache.resolve("debian").release());
        assertEquals(List.of(), cache.cleanOlder().releases());
    }

    @Test
    void a_clean_of_all_says_how_much_room_it_made() throws IOException {
        put(NEW, Optional.of(Recorded.NEW_CONFIG));
        long size = Aside.sizeBytes(kernels);
        Files.createDirectories(kernels.resolve(".apt/trixie/lists"));
        Files.write(kernels.resolve(".apt/trixie/lists/Packages"), new byte[1000]);

        assertEquals(new KernelCache.Cleaned(List.of(NEW), size + 1000), cache.cleanAll());
        try (var left = Files.list(kernels)) {
            assertEquals(List.of(kernels.resolve(".lock")), left.toList());
        }
    }

    @Test
    void a_path_is_not_fetched() {
        refused(
                () -> cache.fetch("/boot/vmlinuz", text -> {}),
                "fetch kernel \"/boot/vmlinuz\": not a kernel of Debian; write debian, debian:7.3 or debian:6.18.15 "
                        + "(a path needs no fetch: --kernel /boot/vmlinuz)");
    }

    @Test
    void a_cache_that_cannot_be_made_is_said() throws IOException {
        Files.createFile(kernels);

        refused(
                () -> cache.fetch("debian", text -> {}),
                ("fetch kernel \"debian\": cannot write in %s: java.nio.file.FileAlreadyExistsException: %s; "
                                + "make it writable, or set XDG_CACHE_HOME to a directory that is")
                        .formatted(kernels, kernels));
    }

    private Path put(String release, Optional<String> config) throws IOException {
        Path home = Files.createDirectories(kernels.resolve(release));
        new TestImage(release + " (a@b) #1 SMP").write(home.resolve("vmlinuz"));
        Map<String, String> facts = new LinkedHashMap<>(Map.of(
                "suite", "trixie-backports",
                "package", "linux-binary",
                "version", "7.3.4-1",
                "fetched", "2026-11-22T01:31:45Z",
                "image-sha256", "0"));
        if (config.isPresent()) {
            Files.writeString(home.resolve("config"), Recorded.text(config.get()));
            facts.put("config-sha256", "0");
        }
        new CachedKernel(home, facts).write();
        return home;
    }

    private static void refused(Executable action, String expected) {
        assertEquals(expected, assertThrows(PlanException.class, action).getMessage());
    }
}
