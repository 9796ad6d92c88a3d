// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.vm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.ktstr4j.topology.Topology;

/// A canary boot for real: one CPU, a kernel, [CanaryImage], and 8 s.
public final class CanaryBoot implements KvmCanary.Boot {
    /// Emulation needs less than this to reach the same point: an accelerator that does not is none.
    private static final Duration LIMIT = Duration.ofSeconds(8);

    private static final int MEMORY_MIB = 384;
    private static final long WINDOW_BYTES = 4096;

    private final QemuBinary qemu;
    private final Path kernel;
    private final Path guard;
    private final Path preload;
    private final Path ramParent;
    private final Accelerator accelerator;

    /// A boot of this kernel under KVM.
    public CanaryBoot(QemuBinary qemu, Path kernel, Path guard, Path preload) {
        this(qemu, kernel, guard, preload, VmPlace.SHARED_MEMORY, Accelerator.KVM);
    }

    CanaryBoot(QemuBinary qemu, Path kernel, Path guard, Path preload, Path ramParent, Accelerator accelerator) {
        this.qemu = qemu;
        this.kernel = kernel;
        this.guard = guard;
        this.preload = preload;
        this.ramParent = ramParent;
        this.accelerator = accelerator;
    }

    @Override
    public KvmCanary.Outcome boot() {
        Path dir = PrivateDir.create(ramParent);
        try {
            Path initrd = Files.write(dir.resolve("canary.cpio"), CanaryImage.archive());
            VmSpec spec = new VmSpec(
                    qemu, kernel, initrd, new Topology(1, 1, 1, 1), MEMORY_MIB, WINDOW_BYTES, accelerator, List.of());
            return run(spec, new VmPlace(guard, preload, ramParent, dir));
        } catch (IOException e) {
            throw VmException.of(VmException.Stage.START, "write the canary's archive in %s: %s".formatted(dir, e), e);
        } finally {
            PrivateDir.remove(dir);
        }
    }

    private static KvmCanary.Outcome run(VmSpec spec, VmPlace place) {
        long began = System.nanoTime();
        try (Vm vm = Vm.boot(spec, place)) {
            vm.resume(_ -> {});
            VmEnd end = vm.await(() -> vm.console().contains(CanaryImage.LINE), LIMIT);
            if (end instanceof VmEnd.Reached) {
                double seconds = (System.nanoTime() - began) / 1e9;
                return new KvmCanary.Outcome(
                        true, String.format(Locale.ROOT, "a guest wrote its line after %.1f s", seconds));
            }
            return new KvmCanary.Outcome(false, end.describe());
        }
    }
}
