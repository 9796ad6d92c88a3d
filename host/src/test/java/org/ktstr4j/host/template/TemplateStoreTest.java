// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class TemplateStoreTest {
    private static final Map<String, String> A = Map.of("kernel", "6.18", "cpus", "2");
    private static final Map<String, String> B = Map.of("kernel", "7.3", "cpus", "2");

    @TempDir
    Path dir;

    private TemplateStore store = new TemplateStore(Path.of("/none"));

    @BeforeEach
    void store() {
        store = new TemplateStore(dir.resolve("templates"));
    }

    private Template made(Map<String, String> identity) throws IOException {
        return store.make(identity, () -> {}, aside -> {
            Files.writeString(aside.resolve("ram0"), "memory");
            return new TemplateStore.Made(100, Map.of());
        });
    }

    private List<String> names() throws IOException {
        try (Stream<Path> all = Files.list(dir.resolve("templates"))) {
            return all.map(file -> file.getFileName().toString())
                    .filter(name -> !name.endsWith(".lock"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void a_sum_that_the_maker_knows_is_what_the_file_must_have() throws IOException {
        Template template = store.make(A, () -> {}, aside -> {
            Files.writeString(aside.resolve("ram0"), "memory");
            return new TemplateStore.Made(100, Map.of("ram0", 7L));
        });

        String damage = new TemplateStore(dir.resolve("templates")).damage(template);

        assertEquals(
                "ram0: expected Content[bytes=6, crc32c=7], was Content[bytes=6, crc32c=%d]".formatted(sum("memory")),
                damage);
    }

    private static long sum(String text) {
        CRC32C sum = new CRC32C();
        sum.update(text.getBytes(StandardCharsets.UTF_8));
        return sum.getValue();
    }

    @Test
    void a_template_is_made_once() throws IOException {
        assertEquals(Optional.empty(), store.find(A));

        Template first = made(A);
        Template second = store.make(A, () -> {}, _ -> {
            throw new AssertionError("made twice");
        });

        assertEquals(first.dir(), second.dir());
        assertEquals(A, second.identity());
        assertEquals(100, second.bytes());
        assertEquals("", store.damage(second));
        assertEquals(List.of(TemplateStore.key(A)), names());
    }

    @Test
    void a_key_depends_on_every_part_and_not_on_their_order() {
        assertEquals(TemplateStore.key(A), TemplateStore.key(Map.of("cpus", "2", "kernel", "6.18")));
        assertNotEquals(TemplateStore.key(A), TemplateStore.key(B));
        assertNotEquals(TemplateStore.key(Map.of("a", "bc")), TemplateStore.key(Map.of("ab", "c")));
    }

    @Test
    void a_maker_that_fails_leaves_nothing() throws IOException {
        IOException failed = assertThrows(
                IOException.class,
                () -> store.make(A, () -> {}, aside -> {
                    Files.writeString(aside.resolve("ram0"), "half");
                    throw new IOException("no room");
                }));

        assertEquals("no room", failed.getMessage());
        assertEquals(List.of(), names());
        assertEquals(Optional.empty(), store.find(A));
    }

    @Test
    void what_a_killed_maker_left_is_in_nobodys_way() throws IOException {
        Path aside = Files.createDirectories(dir.resolve("templates/.aside-" + TemplateStore.key(A)));
        Files.writeString(aside.resolve("ram0"), "half");

        made(A);

        assertEquals(List.of(TemplateStore.key(A)), names());
        assertEquals(
                "memory", Files.readString(store.find(A).orElseThrow().dir().resolve("ram0")));
    }

    @Test
    void what_a_killed_maker_left_of_a_template_that_nobody_wants_again_goes_with_the_next_cleaning()
            throws IOException {
        Path aside = Files.createDirectories(dir.resolve("templates/.aside-" + TemplateStore.key(B)));
        Files.writeString(aside.resolve("ram0"), "half");
        Path removed = Files.createDirectories(dir.resolve("templates/.aside-" + TemplateStore.key(B) + "-removed"));
        Files.writeString(removed.resolve("ram0"), "whole");

        assertEquals(List.of(), store.clean(Limits.USUAL));

        assertEquals(List.of(), names());
    }

    @Test
    void cleaning_leaves_alone_what_is_being_made() throws IOException {
        store.make(A, () -> {}, aside -> {
            Files.writeString(aside.resolve("ram0"), "memory");
            store.clean(Limits.USUAL);
            return new TemplateStore.Made(100, Map.of());
        });

        assertEquals("", store.damage(store.find(A).orElseThrow()));
        assertEquals(List.of(TemplateStore.key(A)), names());
    }

    @Test
    void a_template_without_its_seal_is_none_and_is_made_anew() throws IOException {
        Files.delete(made(A).dir().resolve("template.json"));

        assertEquals(Optional.empty(), store.find(A));
        assertEquals("", store.damage(made(A)));
    }

    @Test
    void a_changed_byte_is_damage() throws IOException {
        Template template = made(A);
        Files.writeString(template.dir().resolve("ram0"), "memorY");

        String damage = new TemplateStore(dir.resolve("templates")).damage(template);

        assertTrue(damage.startsWith("ram0: expected Content[bytes=6, crc32c="), damage);
    }

    @Test
    void a_lost_file_is_damage() throws IOException {
        Template template = made(A);
        Path file = template.dir().resolve("ram0");
        Files.delete(file);

        assertEquals(
                "java.nio.file.NoSuchFileException: " + file,
                new TemplateStore(dir.resolve("templates")).damage(template));
    }

    @Test
    void two_that_want_the_same_template_make_it_once() throws Exception {
        AtomicInteger makers = new AtomicInteger();
        CountDownLatch waited = new CountDownLatch(1);
        List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            threads.add(Thread.ofPlatform().start(() -> {
                try {
                    new TemplateStore(dir.resolve("templates")).make(A, waited::countDown, aside -> {
                        makers.incrementAndGet();
                        try {
                            waited.await(); // until the other one has to wait
                        } catch (InterruptedException e) {
                            throw new IOException(e);
                        }
                        Files.writeString(aside.resolve("ram0"), "memory");
                        return new TemplateStore.Made(100, Map.of());
                    });
                } catch (IOException | RuntimeException e) {
                    failures.add(e);
                }
            }));
        }
        for (Thread thread : threads) thread.join();

        assertEquals(List.of(), failures);
        assertEquals(1, makers.get());
    }

    @Test
    void the_least_recently_used_go_first() throws IOException {
        Template old = made(A);
        Files.setLastModifiedTime(old.dir(), FileTime.from(Instant.now().minusSeconds(60)));
        Template young = made(B);

        assertEquals(
                List.of(young.key(), old.key()),
                store.list().stream().map(Template::key).toList());
        assertEquals(List.of(), store.clean(new Limits(200, Duration.ofDays(1))));
        assertEquals(
                List.of(old.key()),
                store.clean(new Limits(199, Duration.ofDays(1))).stream()
                        .map(Template::key)
                        .toList());
        assertEquals(List.of(young.key()), names());
    }

    @Test
    void what_nobody_has_used_for_long_goes() throws IOException {
        Template old = made(A);
        Files.setLastModifiedTime(old.dir(), FileTime.from(Instant.now().minus(Duration.ofDays(31))));
        made(B);

        assertEquals(1, store.clean(Limits.USUAL).size());
        assertEquals(List.of(TemplateStore.key(B)), names());
    }

    @Test
    void a_use_is_noted() throws IOException {
        Template old = made(A);
        Files.setLastModifiedTime(old.dir(), FileTime.from(Instant.now().minus(Duration.ofDays(31))));

        store.find(A);

        assertEquals(List.of(), store.clean(Limits.USUAL));
    }

    @Test
    void all_can_go() throws IOException {
        made(A);
        made(B);

        assertEquals(2, store.clean(Limits.NONE).size());
        assertEquals(List.of(), names());
        assertEquals(List.of(), store.list());
    }
}
