// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.run.bare;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.ktstr4j.host.image.GuestFiles;
import org.ktstr4j.host.image.Newc;
import org.ktstr4j.host.kernel.Kernel;
import org.ktstr4j.host.vm.Accelerator;
import org.ktstr4j.host.vm.QemuFinder;
import org.ktstr4j.host.vm.Vm;
import org.ktstr4j.host.vm.VmEnd;
import org.ktstr4j.host.vm.VmPlace;
import org.ktstr4j.host.vm.VmSpec;
import org.ktstr4j.topology.Topology;

/// A machine that is not ours: Debian's user space on a stock kernel, with cgroup v2, as root, without Java. It runs
/// scripts one after the other, each in a directory of its own, and hands back what they left there.
public final class BareMachine {
    private static final long WINDOW_BYTES = 64L << 20;
    private static final int PAGE = 4096;
    private static final Duration LIMIT = Duration.ofMinutes(40);

    private final Path home;
    private final Kernel kernel;
    private final Topology topology;
    private final GuestFiles files = DebianRoot.files();
    private final List<String> names = new ArrayList<>();

    /// A machine that is not on yet.
    ///
    /// @param home directory for its image, its logs and what it hands back
    public BareMachine(Path home, Kernel kernel, String topology) throws IOException {
        this.home = Files.createDirectories(home);
        this.kernel = kernel;
        this.topology = Topology.parse(topology);
        try (InputStream init = BareMachine.class.getResourceAsStream("init.bash")) {
            if (init == null) throw new IllegalStateException("no resource init.bash");
            files.file("/bare/init", init.readAllBytes(), 0755);
        }
        kernel.config().ifPresent(config -> files.file("/boot/config-" + kernel.release(), config, 0644));
    }

    /// Puts a file there.
    public BareMachine file(String path, Path source, int mode) {
        files.file(path, source, mode);
        return this;
    }

    /// Adds a step: a script for bash. The machine's own files are below `$BARE`.
    ///
    /// What it prints goes to `out` and `err` of a directory that is also its working one, its exit code to `code`;
    /// `left` says what is there afterwards and was not before: processes, cgroups, mounts, files in `/tmp`.
    public BareMachine step(String name, String script) {
        files.file("/bare/steps/%02d-%s".formatted(names.size(), name), script.getBytes(UTF_8), 0755);
        names.add(name);
        return this;
    }

    /// {@return what the steps left, by their names, after the machine was on}
    public Steps run() {
        try {
            Path initramfs = home.resolve("initramfs.cpio");
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(initramfs), 1 << 16)) {
                Newc.write(files, out);
            }
            VmSpec spec = new VmSpec(
                    QemuFinder.ofEnvironment().find(),
                    kernel.image(),
                    initramfs,
                    topology,
                    2560,
                    WINDOW_BYTES,
                    Accelerator.SINGLE,
                    List.of("rdinit=/bare/init"));
            Path results = home.resolve("results.tar");
            // its guest boots, so that nothing is to be loaded into QEMU
            try (Vm vm = Vm.boot(spec, VmPlace.of(kt(), Path.of("/nowhere"), home))) {
                vm.resume(_ -> {});
                VmEnd end = vm.await(() -> length(vm.window()) > 0, LIMIT);
                if (!(end instanceof VmEnd.Reached)) {
                    throw new IllegalStateException("the machine did not come to its end: " + end.describe() + "\n"
                            + Files.readString(home.resolve("console.log")));
                }
                byte[] tar = vm.window().asSlice(PAGE, length(vm.window())).toArray(JAVA_BYTE);
                Files.write(results, tar);
            }
            Files.delete(initramfs);
            unpack(results);
            return new Steps(home.resolve("steps"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    // The machine writes it last: a word, a number, a line end.
    private static long length(MemorySegment window) {
        byte[] line = window.asSlice(0, 32).toArray(JAVA_BYTE);
        String text = new String(line, UTF_8);
        int end = text.indexOf('\n');
        return text.startsWith("results ") && end > 0 ? Long.parseLong(text.substring(8, end)) : 0;
    }

    private void unpack(Path tar) throws IOException {
        try {
            int code = new ProcessBuilder("tar", "-xf", tar.toString(), "-C", home.toString())
                    .inheritIO()
                    .start()
                    .waitFor();
            if (code != 0) throw new IOException("tar -xf " + tar + ": code " + code);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private Path kt() throws IOException {
        Path kt = home.resolve("kt");
        try (InputStream in = Vm.class.getClassLoader().getResourceAsStream("META-INF/ktstr4j/kt")) {
            if (in == null) throw new IllegalStateException("no kt among the resources");
            Files.copy(in, kt, StandardCopyOption.REPLACE_EXISTING);
        }
        if (!kt.toFile().setExecutable(true)) throw new IOException("make " + kt + " executable");
        return kt;
    }

    /// What the steps left.
    ///
    /// @param directory one below it for each step
    public record Steps(Path directory) {
        /// {@return where a step left its files}
        public Path of(String name) {
            return directory.resolve(name);
        }

        /// {@return one of its files as text, without the line end behind it}
        public String read(String name, String file) {
            try {
                return Files.readString(of(name).resolve(file)).stripTrailing();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /// {@return the exit code of a step}
        public int code(String name) {
            return Integer.parseInt(read(name, "code"));
        }

        /// {@return everything that a step printed, for messages}
        public String said(String name) {
            return "step " + name + ": code " + read(name, "code") + "\n" + read(name, "out") + "\n" + read(name, "err")
                    + "\nleft: " + read(name, "left");
        }
    }
}
