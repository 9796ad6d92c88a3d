// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.run;

import java.nio.file.Path;
import java.util.Optional;
import org.ktstr4j.host.image.BaseImage;
import org.ktstr4j.host.kernel.Kernel;
import org.ktstr4j.host.kernel.KernelCache;
import org.ktstr4j.host.plan.Settings;
import org.ktstr4j.host.template.TemplateStore;
import org.ktstr4j.host.vm.Accelerator;
import org.ktstr4j.host.vm.AcceleratorChoice;
import org.ktstr4j.host.vm.CanaryBoot;
import org.ktstr4j.host.vm.KvmCanary;
import org.ktstr4j.host.vm.QemuBinary;
import org.ktstr4j.host.vm.QemuFinder;
import org.ktstr4j.host.vm.VmPlace;
import org.ktstr4j.plan.PlanException;

/// What all tests of a session share: kernel, QEMU, the way to run it, and the guest's image.
record Machine(
        Kernel kernel,
        QemuBinary qemu,
        Accelerator accelerator,
        Tools tools,
        BaseImage image,
        Guests guests,
        FileDigests digests) {
    static Machine find(Settings settings, Progress progress) {
        Path cache = KernelCache.userRoot(System.getenv());
        QemuBinary qemu = QemuFinder.ofEnvironment().find();
        Kernel kernel = kernel(settings.kernel(), new KernelCache(cache), progress);
        Tools tools = Tools.unpack(cache);
        Optional<Accelerator> forced =
                settings.accel().equals("auto") ? Optional.empty() : Optional.of(Accelerator.parse(settings.accel()));
        Accelerator accelerator = AcceleratorChoice.of(
                        forced,
                        () -> KvmCanary.ofHost(qemu.version(), cache)
                                .decide(new CanaryBoot(qemu, kernel.image(), tools.kt(), tools.preload())))
                .accelerator();
        progress.stage(Progress.Stage.IMAGE, "preparing the guest's image");
        BaseImage image = BaseImage.build(cache, tools.parts());
        Guests guests = new Guests(new TemplateStore(cache.resolve("templates")), settings.templates());
        return new Machine(kernel, qemu, accelerator, tools, image, guests, new FileDigests(cache));
    }

    // A kernel of the distribution is fetched when it is not there yet: an IDE cannot be told to run a command first.
    private static Kernel kernel(String spec, KernelCache cache, Progress progress) {
        try {
            return cache.resolve(spec);
        } catch (PlanException e) {
            if (!spec.equals("debian") && !spec.startsWith("debian:")) throw e;
            return cache.fetch(spec, step -> progress.stage(Progress.Stage.KERNEL, step));
        }
    }

    /// {@return where the example schedulers are, if they have been built}
    Path exampleSchedulers() {
        return ExampleSchedulers.directory();
    }

    VmPlace place(Path runDirectory) {
        return VmPlace.of(tools.kt(), tools.preload(), runDirectory);
    }
}
