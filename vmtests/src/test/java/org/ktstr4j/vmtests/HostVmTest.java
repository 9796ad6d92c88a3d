// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.vmtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ktstr4j.host.kernel.Kernel;
import org.ktstr4j.vmtests.fixture.Outcomes;
import org.ktstr4j.vmtests.fixture.Quick;
import org.ktstr4j.vmtests.fixture.Refused;
import org.ktstr4j.vmtests.fixture.Topologies;
import org.ktstr4j.vmtests.harness.Cli;
import org.ktstr4j.vmtests.harness.Leftovers;
import org.ktstr4j.vmtests.harness.Prerequisites;
import org.ktstr4j.vmtests.harness.RequiresVm;

/// What the host lacks, as `ktstr test` says it: whole output and exit code 69.
@RequiresVm
class HostVmTest {
    private final Leftovers leftovers = Leftovers.now();

    @TempDir
    private Path home;

    @Test
    void a_kernel_that_is_not_there() {
        assertCouldNotRun(
                new Cli(home).test(Quick.class, "passes", "--kernel", "/nonexistent/bzImage"),
                "plan @KtstrTest Quick.passes: read kernel \"/nonexistent/bzImage\": no such file;"
                        + " give the path of a bzImage, or \"debian\" for a stock kernel of Debian");
    }

    @Test
    void a_kernel_that_is_none() throws IOException {
        Path script = script("vmlinuz", "exit 0");

        assertCouldNotRun(
                new Cli(home).test(Quick.class, "passes", "--kernel", script.toString()),
                "plan @KtstrTest Quick.passes: read kernel \"%s\": not a bzImage: a script;".formatted(script)
                        + " use the bzImage (arch/x86/boot/bzImage of a build, vmlinuz of a package)");
    }

    @Test
    void a_truncated_kernel() throws IOException {
        byte[] whole = Files.readAllBytes(newest().image());
        Path half = Files.write(home.resolve("vmlinuz"), Arrays.copyOf(whole, whole.length / 2));

        assertCouldNotRun(
                new Cli(home).test(Quick.class, "passes", "--kernel", half.toString()),
                "plan @KtstrTest Quick.passes: read kernel \"%s\": truncated: its header promises N bytes,"
                                .formatted(half)
                        + " the file has %d; copy or build it again".formatted(whole.length / 2));
    }

    @Test
    void a_kernel_without_an_option_that_the_guest_needs() throws IOException {
        Kernel kernel = newest();
        Path image = Files.copy(kernel.image(), home.resolve("vmlinuz"));
        String config = Files.readString(kernel.config().orElseThrow())
                .replace("CONFIG_DEVMEM=y", "# CONFIG_DEVMEM is not set");
        Files.writeString(home.resolve("config"), config);

        assertCouldNotRun(
                new Cli(home).test(Quick.class, "passes", "--kernel", image.toString()),
                "plan @KtstrTest Quick.passes: check kernel \"%s\" (%s): CONFIG_DEVMEM must be y"
                                .formatted(image, kernel.release())
                        + " (the window to the host is mapped from /dev/mem) and is not set;"
                        + " build it so (modules do not count, the guest loads none),"
                        + " or use a stock kernel: ktstr kernel fetch debian");
    }

    @Test
    void no_qemu() {
        assertCouldNotRun(
                new Cli(home).with("KTSTR_QEMU", "/nonexistent/qemu").test(Quick.class, "passes"),
                "plan @KtstrTest Quick.passes: find QEMU: KTSTR_QEMU is \"/nonexistent/qemu\", no such file;"
                        + " set it to a qemu-system-x86_64, or unset it");
    }

    @Test
    void no_qemu_in_the_path() {
        assertCouldNotRun(
                new Cli(home)
                        .with("PATH", "/nonexistent:" + home)
                        .through("/usr/bin/env", "--default-signal=INT")
                        .test(Quick.class, "passes"),
                "plan @KtstrTest Quick.passes: find QEMU: no qemu-system-x86_64 on PATH \"/nonexistent:%s\";"
                                .formatted(home)
                        + " run ./ktstr setup, or set KTSTR_QEMU to one");
    }

    @Test
    void a_qemu_that_is_too_old() throws IOException {
        Path old = script("qemu", "echo 'QEMU emulator version 7.2.19 (Debian 1:7.2+dfsg-7+deb12u16)'");

        assertCouldNotRun(
                new Cli(home).with("KTSTR_QEMU", old.toString()).test(Quick.class, "passes"),
                "plan @KtstrTest Quick.passes: find QEMU: %s is version 7.2.19, needs 10 or newer;".formatted(old)
                        + " run ./ktstr setup, or set KTSTR_QEMU to one");
    }

    @Test
    void a_qemu_that_does_not_start() throws IOException {
        Path broken = qemu("echo 'qemu: could not open display' >&2; exit 1");

        assertCouldNotRun(
                new Cli(home).with("KTSTR_QEMU", broken.toString()).test(Quick.class, "passes"),
                "boot: start %s: QEMU ended with exit code 1;".formatted(broken)
                        + " it printed \"qemu: could not open display\"");
    }

    @Test
    void a_guest_with_another_topology_than_was_declared() throws IOException {
        // what a QEMU or kernel that does not honour the declaration comes to
        Path other = qemu("""
                words=()
                for word; do
                  case $word in console=*) word+=' nr_cpus=1' ;; esac
                  words+=("$word")
                done
                exec "$real" "${words[@]}"
                """);

        assertCouldNotRun(
                new Cli(home).with("KTSTR_QEMU", other.toString()).test(Topologies.class, "twoCpus"),
                "check the topology: the guest shows another one than was declared:"
                        + " online CPUs: declared 0-1 (2), the kernel shows 0 (1)");
    }

    @Test
    void shared_memory_that_is_full() {
        assertCouldNotRun(
                withSharedMemory("64m").test(Quick.class, "passes"),
                "plan @KtstrTest Quick.passes: memory for a guest of 1024 MiB: /dev/shm has 64 MiB free;"
                        + " lower memoryMib, or free space there");
    }

    @Test
    void less_memory_than_the_guest_is_to_have() {
        assertCouldNotRun(
                withSharedMemory("1000g").test(Refused.class, "moreMemoryThanTheHostHas"),
                "plan @KtstrTest Refused.moreMemoryThanTheHostHas: memory for a guest of 900000 MiB:"
                        + " the host has N MiB available (/proc/meminfo, MemAvailable);"
                        + " lower memoryMib, or end other programs");
    }

    @Test
    void a_disk_that_gets_full() throws IOException {
        Path runs = Files.createDirectory(home.resolve("runs"));

        Cli.Ended ended = mounted("1m", runs).test(Outcomes.class, "printsALot");

        assertEquals(69, ended.code());
        String said = ended.err().replaceAll("/Outcomes[^ ]*/", "/").replaceAll("/runs/[^/]*/", "/");
        assertTrue(
                said.contains("run: write %s/records.log: IOException: No space left on device".formatted(home)), said);
    }

    // A file system of its own, seen by the command only.
    private Cli mounted(String size, Path at) {
        if (!"root".equals(System.getProperty("user.name"))) {
            Prerequisites.skip("needs root, to mount a small file system that nobody else sees");
        }
        String mount = "mount -t tmpfs -o size=%s tmpfs %s && exec \"$@\"".formatted(size, at);
        return new Cli(home).through("unshare", "-m", "sh", "-c", mount, "sh");
    }

    private Cli withSharedMemory(String size) {
        return mounted(size, Path.of("/dev/shm"));
    }

    private static Kernel newest() {
        return Prerequisites.kernel(Prerequisites.NEWEST);
    }

    private Path qemu(String body) throws IOException {
        return script("qemu", """
                real=%s
                case $1 in --version) exec "$real" "$@" ;; esac
                %s""".formatted(Prerequisites.qemu().path(), body));
    }

    private Path script(String name, String body) throws IOException {
        Path script = Files.writeString(home.resolve(name), "#!/bin/bash\n" + body + "\n");
        return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /// The test could not run, for this reason, and that is all that was printed.
    private void assertCouldNotRun(Cli.Ended ended, String reason) {
        List<String> said = new ArrayList<>(ended.err()
                .replaceAll("run directory: .*", "run directory: DIR")
                .replaceAll("promises \\d+ bytes", "promises N bytes")
                .replaceAll("has \\d+ MiB available", "has N MiB available")
                .lines()
                .toList());
        String first = said.isEmpty() ? "" : said.removeFirst().replaceAll("  +", " ");
        assertEquals("    " + reason + "\n    run directory: DIR", String.join("\n", said));
        assertTrue(first.matches(" could not run \\w+\\.\\w+( [0-9.]+ s.*)?"), first);
        assertEquals("\n1 test: 1 could not run\n", ended.out());
        assertEquals(69, ended.code());
        leftovers.assertNone();
    }
}
