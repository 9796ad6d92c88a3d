// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.ktstr4j.host.link.Window;
import org.ktstr4j.host.template.Limits;
import org.ktstr4j.host.template.Template;
import org.ktstr4j.host.template.TemplateStore;
import org.ktstr4j.host.vm.Accelerator;
import org.ktstr4j.host.vm.Saved;
import org.ktstr4j.host.vm.Snapshot;
import org.ktstr4j.host.vm.Vm;
import org.ktstr4j.host.vm.VmEnd;
import org.ktstr4j.host.vm.VmException;
import org.ktstr4j.host.vm.VmPlace;
import org.ktstr4j.wire.Frame;
import org.ktstr4j.wire.FrameType;
import org.ktstr4j.wire.GuestState;

/// Where the guests of a session come from: a template that is made once, or a boot of their own.
final class Guests {
    /// An emulated boot takes 4 to 10 s, on a loaded host some times that.
    private static final Duration BOOT_LIMIT = Duration.ofMinutes(3);

    /// The console of a guest that did not become a template.
    private static final String FAILED = "template-console.log";

    private final TemplateStore store;
    private final boolean templates;

    /// @param templates whether to use them
    Guests(TemplateStore store, boolean templates) {
        this.store = store;
        this.templates = templates;
    }

    /// A guest that waits for its order.
    ///
    /// @param vm at a standstill; the caller writes the order and lets it go
    /// @param origin `template`, or `boot` with the reason
    record Guest(Vm vm, String origin) {}

    /// {@return a guest that has not seen any test}
    ///
    /// @param moments takes the stages of a template that is made for it
    Guest start(Plan plan, VmPlace place, Progress progress, Moments moments) {
        if (!templates) return boot(plan, place, progress, "templates are switched off");
        try {
            return restore(plan, place, progress, moments);
        } catch (IOException | VmException e) {
            return boot(plan, place, progress, String.valueOf(e.getMessage()));
        }
    }

    private static Guest boot(Plan plan, VmPlace place, Progress progress, String reason) {
        progress.stage(Progress.Stage.BOOT, "booting " + plan.machineText());
        Vm vm = Vm.boot(plan.vm(), place);
        new Window(vm.window()).open();
        return new Guest(vm, "boot: " + reason);
    }

    private Guest restore(Plan plan, VmPlace place, Progress progress, Moments moments) throws IOException {
        Map<String, String> identity = plan.identity();
        Template template = template(identity, plan, place, progress, moments);
        progress.stage(Progress.Stage.BOOT, "restoring " + plan.machineText());
        CompletableFuture<String> damage = CompletableFuture.supplyAsync(() -> store.damage(template));
        Vm vm = Vm.restore(plan.vm(), new Snapshot(template.dir()), place);
        if (damage.join().isEmpty()) return new Guest(vm, "template " + template.key());
        vm.close();
        store.remove(template);
        throw new IOException("template %s is damaged: %s; it was removed".formatted(template.key(), damage.join()));
    }

    private Template template(
            Map<String, String> identity, Plan plan, VmPlace place, Progress progress, Moments moments)
            throws IOException {
        Optional<Template> found = store.find(identity);
        if (found.isPresent()) return found.get();
        store.clean(Limits.USUAL);
        Template made = store.make(
                identity,
                () -> progress.stage(Progress.Stage.BOOT, "waiting for another run that makes the same template"),
                dir -> make(dir, plan, place, progress, moments));
        moments.reached("templateMade");
        return made;
    }

    private static TemplateStore.Made make(Path dir, Plan plan, VmPlace place, Progress progress, Moments moments)
            throws IOException {
        progress.stage(Progress.Stage.BOOT, "booting %s once, for a template".formatted(plan.machineText()));
        Path console = place.logDir().resolve("console.log");
        try (Vm vm = Vm.boot(plan.vm(), place)) {
            Window window = new Window(vm.window());
            vm.resume(_ -> window.open());
            // a simulated guest is to stop where it always stops, others wherever they are
            boolean simulated = plan.vm().accelerator() == Accelerator.SIM;
            VmEnd end = vm.await(
                    () -> {
                        window.frames().forEach(frame -> note(frame, moments));
                        return simulated ? window.held() : window.state().compareTo(GuestState.READY) >= 0;
                    },
                    BOOT_LIMIT);
            if (window.state() != GuestState.READY) throw new IOException("boot a template: " + end.describe());
            moments.reached("templateHeld");
            Saved saved = vm.save(new Snapshot(dir), window::stopping, window.vmcoreInfo());
            moments.reached("templateSaved");
            // the console of the run is that of the restored guest
            Path bootLog = Files.move(console, dir.resolve("boot.log"));
            if (!saved.unknown().isEmpty()) {
                String kept = "the template keeps what is free: " + saved.unknown();
                progress.stage(Progress.Stage.BOOT, kept);
                Files.writeString(bootLog, "ktstr: " + kept + "\n", StandardOpenOption.APPEND);
            }
            return new TemplateStore.Made(saved.bytes(), saved.crc32c());
        } finally {
            // still here: it did not become a template, and the guest that boots instead writes a console, too
            if (Files.exists(console)) Files.move(console, place.logDir().resolve(FAILED));
        }
    }

    private static void note(Frame frame, Moments moments) {
        if (frame.type() == FrameType.HELLO.number()) moments.reached("templateBooted");
        if (frame.type() == FrameType.READY.number()) moments.reached("templateReady");
    }
}
