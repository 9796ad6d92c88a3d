// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.vm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/// Decides whether KVM runs a kernel here, by booting one: `/dev/kvm` may open, and QMP say that all is well,
/// on a host whose guests die in the decompressor. A boot answers once for each boot of the host and version
/// of QEMU.
public final class KvmCanary {
    /// What a canary boot came to.
    ///
    /// @param sang whether the guest's own line appeared on its console; nothing else counts
    /// @param told how it ended, for people
    public record Outcome(boolean sang, String told) {}

    /// Boots a canary; called at most once.
    @FunctionalInterface
    public interface Boot {
        Outcome boot();
    }

    /// Whether KVM is to be used.
    ///
    /// @param reason why, in a few words; never empty
    public record Decision(boolean usable, String reason) {}

    private final Path device;
    private final Path cached;

    /// A canary whose answer is kept in a directory.
    ///
    /// @param device `/dev/kvm`
    /// @param bootId text that differs for each boot of the host (`/proc/sys/kernel/random/boot_id`)
    /// @param cacheDir made when needed
    public KvmCanary(Path device, String bootId, QemuVersion version, Path cacheDir) {
        this.device = device;
        this.cached = cacheDir.resolve("kvm-%s-%s".formatted(fileName(bootId), fileName(version.full())));
    }

    /// {@return the canary of this host, with its answers kept below a cache root}
    public static KvmCanary ofHost(QemuVersion version, Path cacheRoot) {
        Path bootId = Path.of("/proc/sys/kernel/random/boot_id");
        try {
            return new KvmCanary(
                    Path.of("/dev/kvm"), Files.readString(bootId).strip(), version, cacheRoot.resolve("canary"));
        } catch (IOException e) {
            throw VmException.of(VmException.Stage.START, "read %s: %s; is /proc mounted?".formatted(bootId, e), e);
        }
    }

    /// {@return the answer, from the device, the cache, or else a boot}
    ///
    /// @param boot called if neither the device nor the cache decides
    public Decision decide(Boot boot) {
        if (!Files.exists(device)) {
            return new Decision(false, "no %s on this host".formatted(device));
        }
        if (!Files.isReadable(device) || !Files.isWritable(device)) {
            return new Decision(
                    false, "%s: no permission to read and write; join its group (often kvm)".formatted(device));
        }
        Optional<Decision> known = read();
        if (known.isPresent()) {
            return known.get();
        }
        Decision decision;
        try {
            Outcome outcome = boot.boot();
            decision = new Decision(outcome.sang(), "canary boot: " + outcome.told());
        } catch (VmException e) {
            decision = new Decision(false, "canary boot: " + e.getMessage());
        }
        write(decision);
        return decision;
    }

    private Optional<Decision> read() {
        try {
            List<String> lines = Files.readAllLines(cached);
            if (lines.size() == 2 && (lines.get(0).equals("yes") || lines.get(0).equals("no"))) {
                return Optional.of(new Decision(lines.get(0).equals("yes"), lines.get(1) + " (remembered)"));
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /// A cache that cannot be written costs the next run a boot, and nothing else.
    private void write(Decision decision) {
        try {
            Files.createDirectories(cached.getParent());
            Path aside = Files.createTempFile(cached.getParent(), "kvm-", ".tmp");
            String reason = decision.reason().lines().findFirst().orElse("");
            Files.writeString(aside, (decision.usable() ? "yes" : "no") + "\n" + reason + "\n");
            Files.move(aside, cached, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            // see above
        }
    }

    private static String fileName(String text) {
        return text.replaceAll("[^A-Za-z0-9.]+", "_");
    }
}
