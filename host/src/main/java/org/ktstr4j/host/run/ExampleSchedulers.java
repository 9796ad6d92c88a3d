// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.run;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.ktstr4j.host.kernel.KernelCache;
import org.ktstr4j.host.vm.unpack.UnpackedKernel;
import org.ktstr4j.plan.PlanException;

/// The example schedulers of the kernel tree, and ours: built on this machine, kept in the cache.
public final class ExampleSchedulers {
    private static final String SCRIPT = "setup/build-schedulers";
    private static final String NEWEST = "debian";

    private ExampleSchedulers() {}

    /// {@return the directory of the programs, whether they have been built or not}
    public static Path directory() {
        return KernelCache.userRoot(System.getenv()).resolve("schedulers").resolve("bin");
    }

    /// Builds what is not built yet, against the types of the newest kernel with sched_ext; it is fetched if need be.
    ///
    /// @param project a clone of ktstr4j
    /// @param own directories with `NAME.bpf.c` and `NAME.c`
    /// @param progress hears of each step
    /// @return the directory of the programs
    /// @throws PlanException if they cannot be built; says why
    public static Path build(Path project, List<Path> own, Consumer<String> progress) {
        Path cache = KernelCache.userRoot(System.getenv());
        KernelCache kernels = new KernelCache(cache);
        Path image = newest(kernels, progress);
        Path out = directory();
        List<String> command = new ArrayList<>();
        try {
            Path elf = UnpackedKernel.of(image, cache.resolve("unpacked"));
            command.addAll(List.of(project.resolve(SCRIPT).toString(), elf.toString(), out.toString()));
            own.forEach(each -> command.add(each.toString()));
            run(command, progress);
            return out;
        } catch (IOException e) {
            throw new PlanException("build the example schedulers: %s".formatted(e), e);
        }
    }

    private static Path newest(KernelCache kernels, Consumer<String> progress) {
        try {
            return kernels.resolve(NEWEST).image();
        } catch (PlanException e) {
            return kernels.fetch(NEWEST, progress::accept).image();
        }
    }

    private static void run(List<String> command, Consumer<String> progress) throws IOException {
        Path errors = Files.createTempFile("build-schedulers", ".log");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(errors.toFile())
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .start();
            try (BufferedReader steps = process.inputReader()) {
                for (String step; (step = steps.readLine()) != null; ) progress.accept(step);
            }
            int code = process.waitFor();
            if (code != 0) {
                throw PlanException.of("build the example schedulers: %s ended with code %d:\n%s"
                        .formatted(
                                SCRIPT,
                                code,
                                Files.readString(errors).strip().indent(2).stripTrailing()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PlanException("build the example schedulers: interrupted", e);
        } finally {
            Files.delete(errors);
        }
    }
}
