// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.vm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.ktstr4j.topology.Topology;

/// Real QEMU, with guests of a few instructions.
@Timeout(60)
class VmTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int DONE = 4;
    private static final long STATE_OFF = 128;

    @TempDir
    Path dir;

    private VmPlace place = VmPlace.of(Path.of(""), Path.of(""), Path.of(""));
    private Path ramParent = Path.of("");

    @BeforeEach
    void place() throws IOException {
        ramParent = Files.createDirectory(dir.resolve("ram"));
        Path logs = Files.createDirectory(dir.resolve("logs"));
        place = new VmPlace(StandInGuard.write(dir), StandInGuard.preload(dir), ramParent, logs);
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

    private Vm start(TinyGuest guest) throws IOException {
        return started(spec(guest, "1n1l1c1t", Accelerator.SINGLE), place);
    }

    private static Vm started(VmSpec spec, VmPlace place) {
        Vm vm = Vm.boot(spec, place);
        vm.resume(_ -> {});
        return vm;
    }

    private static TinyGuest guest() {
        return new TinyGuest();
    }

    private static int state(Vm vm) {
        return vm.window().get(ValueLayout.JAVA_INT, STATE_OFF);
    }

    private static boolean never() {
        return false;
    }

    private List<Path> left() throws IOException {
        try (Stream<Path> files = Files.list(ramParent)) {
            return files.toList();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"SIM", "SINGLE", "TCG"})
    void what_the_guest_writes_appears_in_the_window(Accelerator accelerator) throws IOException {
        TinyGuest guest = guest().poke(VmSpec.WINDOW_ADDR + STATE_OFF, DONE).sleep();

        try (Vm vm = started(spec(guest, "2n2l2c1t", accelerator), place)) {
            assertEquals(new VmEnd.Reached(), vm.await(() -> state(vm) == DONE, LIMIT));
        }
    }

    @Test
    void the_window_is_filled_before_the_guest_starts_and_ends_with_it() throws IOException {
        VmSpec spec = spec(guest().sleep(), "1n1l1c1t", Accelerator.SINGLE);
        Vm vm = Vm.boot(spec, place);
        try (vm) {
            vm.resume(w -> w.set(ValueLayout.JAVA_INT, 0, 7));
            assertEquals(1 << 20, vm.window().byteSize());
            assertEquals(7, vm.window().get(ValueLayout.JAVA_INT, 0));
        }
        assertFalse(vm.window().scope().isAlive());
    }

    @Test
    void the_files_have_no_names_while_the_vm_runs() throws IOException {
        try (Vm _ = start(guest().sleep())) {
            assertEquals(List.of(), left());
        }
    }

    @Test
    void a_guest_that_powers_off_is_told() throws IOException {
        try (Vm vm = start(guest().print("bye\n").powerOff())) {
            assertEquals(new VmEnd.PoweredOff(List.of("bye")), vm.await(VmTest::never, LIMIT));
            assertEquals(Optional.of("bye"), vm.console().lastLine());
        }
    }

    @Test
    void a_condition_fulfilled_before_the_end_counts() throws IOException {
        TinyGuest guest = guest().poke(VmSpec.WINDOW_ADDR + STATE_OFF, DONE).powerOff();

        try (Vm vm = start(guest)) {
            vm.await(VmTest::never, LIMIT);

            assertEquals(new VmEnd.Reached(), vm.await(() -> state(vm) == DONE, LIMIT));
        }
    }

    @Test
    void a_panic_is_told_with_its_text() throws IOException {
        String panic = "Kernel panic - not syncing: test\n---[ end Kernel panic ]---";

        try (Vm vm = start(guest().print("fine\n" + panic + "\nmore\n").reset())) {
            assertEquals(
                    new VmEnd.Reset(
                            Optional.of(panic),
                            List.of("fine", "Kernel panic - not syncing: test", "---[ end Kernel panic ]---", "more")),
                    vm.await(VmTest::never, LIMIT));
        }
    }

    @Test
    void a_triple_fault_is_a_reset_without_a_panic() throws IOException {
        try (Vm vm = start(guest().print("oh\n").tripleFault())) {
            assertEquals(new VmEnd.Reset(Optional.empty(), List.of("oh")), vm.await(VmTest::never, LIMIT));
        }
    }

    @Test
    void a_hang_is_told_with_the_last_line() throws IOException {
        try (Vm vm = start(guest().print("one\ntwo\n").sleep())) {
            vm.await(() -> vm.console().contains("two"), LIMIT);
            Duration short_ = Duration.ofMillis(100);

            assertEquals(new VmEnd.Hang(short_, Optional.of("two")), vm.await(VmTest::never, short_));
        }
    }

    @Test
    void the_death_of_qemu_is_told_with_its_signal() throws Exception {
        try (Vm vm = start(guest().sleep())) {
            ProcessHandle qemu = qemu(vm);

            qemu.destroyForcibly();

            var died = assertInstanceOf(VmEnd.QemuDied.class, vm.await(VmTest::never, LIMIT));
            assertEquals(OptionalInt.of(9), died.signal());
            assertEquals(OptionalInt.empty(), died.exitCode());
        }
    }

    private static ProcessHandle qemu(Vm vm) {
        return ProcessHandle.of(vm.pid())
                .orElseThrow()
                .children()
                .filter(c -> c.info().command().orElse("").contains("qemu"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void vcpus_that_qemu_stopped_are_told_with_the_status() throws IOException {
        try (Vm vm = start(guest().sleep())) {
            vm.qmp().execute("stop", LIMIT);

            assertEquals(new VmEnd.QemuStopped("paused", List.of()), vm.await(VmTest::never, LIMIT));
        }
    }

    @Test
    void a_wait_that_is_interrupted_ends() throws IOException {
        try (Vm vm = start(guest().sleep())) {
            Thread.currentThread().interrupt();

            var e = assertThrows(VmException.class, () -> vm.await(VmTest::never, LIMIT));

            assertTrue(Thread.interrupted());
            assertEquals("wait for the VM: interrupted", e.getMessage());
        }
    }

    @Test
    void close_ends_qemu_and_leaves_only_the_logs() throws Exception {
        Vm vm = start(guest().print("line\n").sleep());
        ProcessHandle qemu = qemu(vm);

        vm.close();

        assertFalse(qemu.isAlive());
        assertEquals(List.of(), left());
        try (Stream<Path> logs = Files.list(place.logDir())) {
            assertEquals(
                    List.of("console.log", "qemu.log"),
                    logs.map(p -> String.valueOf(p.getFileName())).sorted().toList());
        }
    }

    @Test
    void when_this_side_is_killed_nothing_is_left() throws Exception {
        RealQemu.find();
        List<String> path = Stream.of("jdk.module.path", "java.class.path")
                .map(name -> System.getProperty(name, ""))
                .toList();
        Path tests = Path.of(
                VmTest.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        Process owner = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-cp",
                        String.join(":", path) + ":" + tests + ":"
                                + Path.of("target/test-classes").toAbsolutePath(),
                        KilledOwner.class.getName(),
                        dir.toString(),
                        place.guard().toString())
                .redirectErrorStream(true)
                .start();
        String pid = owner.inputReader().readLine();
        ProcessHandle guard = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
        List<ProcessHandle> all =
                Stream.concat(Stream.of(guard), guard.descendants()).toList();

        owner.destroyForcibly().waitFor();

        for (ProcessHandle process : all) {
            process.onExit().get(10, TimeUnit.SECONDS);
        }
        assertEquals(List.of(), left());
    }

    @Test
    void close_twice_is_close_once() throws IOException {
        Vm vm = start(guest().sleep());
        vm.close();
        vm.close();
    }

    @Test
    void a_kernel_that_qemu_refuses_is_told_with_qemus_words() throws IOException {
        VmSpec spec = spec(guest().sleep(), "1n1l1c1t", Accelerator.SINGLE);
        Files.delete(spec.kernel());

        var e = assertThrows(VmException.class, () -> started(spec, place));

        assertEquals(VmException.Stage.START, e.stage());
        assertEquals(
                "start %s: QEMU ended with exit code 1; it printed \"%s\""
                        .formatted(spec.qemu().path(), e.evidence()),
                e.getMessage());
        assertTrue(e.evidence().contains("could not open kernel file '" + spec.kernel() + "'"), e::evidence);
        assertEquals(List.of(), left());
    }

    @Test
    void a_guard_that_is_not_there_is_told() throws IOException {
        VmSpec spec = spec(guest().sleep(), "1n1l1c1t", Accelerator.SINGLE);
        VmPlace nowhere = new VmPlace(Path.of("/no/kt"), place.preload(), ramParent, place.logDir());

        var e = assertThrows(VmException.class, () -> started(spec, nowhere));

        assertInstanceOf(IOException.class, e.getCause());
        assertTrue(String.valueOf(e.getMessage()).startsWith("start QEMU under /no/kt: "), e::getMessage);
        assertTrue(String.valueOf(e.getMessage()).endsWith("; is it built and executable?"), e::getMessage);
        assertEquals(List.of(), left());
    }

    @Test
    void a_qemu_that_is_killed_before_it_connects_is_told() throws IOException {
        Path qemu = StandInGuard.script(dir.resolve("qemu"), "#!/bin/sh\nkill -BUS $$\n");
        VmSpec real = spec(guest().sleep(), "1n1l1c1t", Accelerator.SINGLE);
        VmSpec spec = new VmSpec(
                new QemuBinary(qemu, real.qemu().version()),
                real.kernel(),
                real.initrd(),
                real.topology(),
                real.memoryMib(),
                real.windowBytes(),
                real.accelerator(),
                List.of());

        var e = assertThrows(VmException.class, () -> started(spec, place));

        String message = String.valueOf(e.getMessage());
        String expected = "start " + qemu
                + ": QEMU was killed by signal 7 (SIGBUS: the file system of the guest's memory is full)";
        assertTrue(message.startsWith(expected), message);
        assertEquals(List.of(), left());
    }

    @Test
    void two_vms_do_not_see_each_other() throws IOException {
        TinyGuest one = guest().poke(VmSpec.WINDOW_ADDR + STATE_OFF, 1).sleep();
        TinyGuest two = guest().poke(VmSpec.WINDOW_ADDR + STATE_OFF, 2).sleep();
        VmPlace other =
                new VmPlace(place.guard(), place.preload(), ramParent, Files.createDirectory(dir.resolve("other")));

        try (Vm first = started(spec(one, "1n1l1c1t", Accelerator.SINGLE), place);
                Vm second = started(spec(two, "1n1l1c1t", Accelerator.SINGLE), other)) {
            assertEquals(new VmEnd.Reached(), first.await(() -> state(first) == 1, LIMIT));
            assertEquals(new VmEnd.Reached(), second.await(() -> state(second) == 2, LIMIT));
        }
    }
}
