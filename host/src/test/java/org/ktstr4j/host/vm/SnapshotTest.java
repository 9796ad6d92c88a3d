// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.vm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ktstr4j.topology.Topology;

/// Real QEMU, with a guest that comes to a point, waits for a word from the host, and goes on.
@Timeout(60)
class SnapshotTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final long READY = 128;
    private static final long GO = 12;
    private static final long DONE = 4096 * 3;
    private static final int OUTSIDE = 0x20_0000;

    @TempDir
    Path dir;

    private Path ram = Path.of("");

    @BeforeEach
    void directories() throws IOException {
        ram = Files.createDirectory(dir.resolve("ram"));
        StandInGuard.write(dir);
        StandInGuard.preload(dir);
    }

    private VmPlace place(String name) throws IOException {
        return new VmPlace(
                dir.resolve("guard"), dir.resolve("preload.so"), ram, Files.createDirectory(dir.resolve(name)));
    }

    private VmSpec spec(TinyGuest guest, String topology, Accelerator accelerator) throws IOException {
        return new VmSpec(
                RealQemu.find(),
                guest.write(dir.resolve("kernel")),
                Files.writeString(dir.resolve("initrd"), "nothing"),
                Topology.parse(topology),
                800,
                1 << 20,
                accelerator,
                List.of());
    }

    private static TinyGuest waitsForAWord() {
        return new TinyGuest()
                .poke(OUTSIDE, 1)
                .poke(VmSpec.WINDOW_ADDR + READY, 1)
                .await(VmSpec.WINDOW_ADDR + GO)
                .poke(OUTSIDE, 2)
                .poke(VmSpec.WINDOW_ADDR + DONE, 1)
                .print("went on\n")
                .sleep();
    }

    private Snapshot taken(VmSpec spec) throws IOException {
        Snapshot snapshot = new Snapshot(Files.createDirectory(dir.resolve("snapshot")));
        try (Vm vm = Vm.boot(spec, place("template"))) {
            vm.resume(_ -> {});
            assertEquals(new VmEnd.Reached(), vm.await(() -> at(vm, READY) == 1, LIMIT));
            Saved saved = vm.save(snapshot, () -> {}, 0);
            assertTrue(saved.unknown().startsWith("the guest does not say"), saved.unknown());
            assertEquals(spec.topology().nodes(), saved.crc32c().size());
            for (Map.Entry<String, Long> each : saved.crc32c().entrySet()) {
                CRC32C sum = new CRC32C();
                sum.update(Files.readAllBytes(snapshot.dir().resolve(each.getKey())));
                assertEquals(each.getValue(), sum.getValue());
            }
        }
        return snapshot;
    }

    private static int at(Vm vm, long off) {
        return vm.window().get(ValueLayout.JAVA_INT, off);
    }

    @ParameterizedTest
    @EnumSource(names = {"SIM", "SINGLE", "TCG"})
    void a_guest_goes_on_where_it_was_frozen(Accelerator accelerator) throws IOException {
        VmSpec spec = spec(waitsForAWord(), "2n2l1c1t", accelerator);
        Snapshot snapshot = taken(spec);

        try (Vm vm = Vm.restore(spec, snapshot, place("clone"))) {
            assertEquals(1, at(vm, READY));
            assertEquals(0, at(vm, DONE));
            vm.resume(w -> w.set(ValueLayout.JAVA_INT, GO, 1));

            assertEquals(new VmEnd.Reached(), vm.await(() -> at(vm, DONE) == 1, LIMIT));
            vm.await(() -> vm.console().contains("went on"), LIMIT);
            assertTrue(vm.console().contains("went on"));
        }
    }

    @Test
    void clones_do_not_see_each_other_and_do_not_change_the_snapshot() throws IOException {
        VmSpec spec = spec(waitsForAWord(), "1n1l1c1t", Accelerator.SINGLE);
        Snapshot snapshot = taken(spec);
        byte[] before = Files.readAllBytes(snapshot.window());
        long written;

        try (Vm one = Vm.restore(spec, snapshot, place("one"));
                Vm two = Vm.restore(spec, snapshot, place("two"))) {
            one.resume(w -> w.set(ValueLayout.JAVA_INT, GO, 1));
            assertEquals(new VmEnd.Reached(), one.await(() -> at(one, DONE) == 1, LIMIT));
            assertEquals(0, at(two, DONE));
            assertEquals(0, at(two, GO));
        }
        try (var file = Files.newByteChannel(snapshot.ram(0))) {
            var word = java.nio.ByteBuffer.allocate(4).order(java.nio.ByteOrder.LITTLE_ENDIAN);
            file.position(OUTSIDE).read(word);
            written = word.getInt(0);
        }
        assertEquals(1, written);
        assertArrayEquals(before, Files.readAllBytes(snapshot.window()));
    }

    @Test
    void a_snapshot_holds_no_empty_pages_and_its_clones_leave_nothing() throws IOException {
        VmSpec spec = spec(waitsForAWord(), "1n1l1c1t", Accelerator.SINGLE);
        Snapshot snapshot = taken(spec);

        Vm.restore(spec, snapshot, place("clone")).close();

        assertEquals(800L << 20, Files.size(snapshot.ram(0)));
        assertTrue(Files.size(snapshot.window()) <= 4096);
        try (Stream<Path> left = Files.list(ram)) {
            assertEquals(List.of(), left.toList());
        }
    }

    @Test
    void a_simulated_guest_waits_for_no_timer_of_the_host() throws IOException {
        VmSpec spec = spec(waitsForAWord(), "1n1l1c1t", Accelerator.SIM);
        Snapshot snapshot = taken(spec);

        try (Vm vm = Vm.restore(spec, snapshot, place("clone"))) {
            assertFalse(vm.process().armed());
        }
    }

    @Test
    void a_qemu_that_does_not_load_the_object_is_refused() throws IOException {
        VmSpec spec = spec(waitsForAWord(), "1n1l1c1t", Accelerator.SINGLE);
        Snapshot snapshot = taken(spec);
        Files.delete(dir.resolve("preload.so"));
        VmPlace place = place("clone");

        var e = assertThrows(VmException.class, () -> Vm.restore(spec, snapshot, place));

        assertEquals(VmException.Stage.SNAPSHOT, e.stage());
        assertEquals(
                "start from a snapshot: expected a private mapping of %s in QEMU, was rw-s; is QEMU linked statically, or LD_PRELOAD refused?"
                        .formatted(snapshot.ram(0)),
                e.getMessage());
    }

    @Test
    void a_state_that_is_cut_short_is_refused() throws IOException {
        VmSpec spec = spec(waitsForAWord(), "1n1l1c1t", Accelerator.SINGLE);
        Snapshot snapshot = taken(spec);
        byte[] state = Files.readAllBytes(snapshot.state());
        Files.write(snapshot.state(), java.util.Arrays.copyOf(state, state.length / 2));
        VmPlace place = place("clone");

        assertThrows(VmException.class, () -> Vm.restore(spec, snapshot, place));

        try (Stream<Path> left = Files.list(ram)) {
            assertEquals(List.of(), left.toList());
        }
    }
}
