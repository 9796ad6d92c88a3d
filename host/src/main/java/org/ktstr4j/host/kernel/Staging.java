// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.ktstr4j.host.kernel.fetch.AptPackage;
import org.ktstr4j.host.kernel.fetch.AptRoot;
import org.ktstr4j.host.kernel.fetch.Command;
import org.ktstr4j.host.kernel.fetch.DebFile;
import org.ktstr4j.host.kernel.fetch.DebianKernels.Offer;
import org.ktstr4j.host.kernel.fetch.Sha256;
import org.ktstr4j.host.kernel.fetch.Sizes;
import org.ktstr4j.plan.PlanException;

/// One release while its packages are unpacked: a directory that becomes the cached kernel when all is there.
final class Staging {
    private final Command command;
    private final Progress progress;
    private final Offer offer;
    private final Path directory;

    Staging(Command command, Progress progress, Offer offer) throws IOException {
        this.command = command;
        this.progress = progress;
        this.offer = offer;
        this.directory = Files.createDirectories(command.aside().directory().resolve(offer.release()));
    }

    /// Downloads a package and keeps what it has of image and config, in either place.
    void take(AptRoot root, AptPackage wanted) throws IOException {
        progress.step("downloading %s (%s)".formatted(wanted.name(), Sizes.mib(wanted.sizeBytes())));
        Path deb = root.download(wanted);
        progress.step("unpacking " + wanted.name());
        String modules = "usr/lib/modules/" + offer.release();
        Path image = directory.resolve(CachedKernel.IMAGE);
        Path config = directory.resolve(CachedKernel.CONFIG);
        DebFile.extract(
                command,
                deb,
                Map.of(
                        modules + "/vmlinuz", image,
                        "boot/vmlinuz-" + offer.release(), image,
                        modules + "/config", config,
                        "boot/config-" + offer.release(), config));
        Files.delete(deb);
    }

    boolean hasConfig() {
        return Files.exists(directory.resolve(CachedKernel.CONFIG));
    }

    KernelFeatures features() {
        return new KernelFeatures(
                hasConfig()
                        ? Optional.of(KernelConfig.read(directory.resolve(CachedKernel.CONFIG)))
                        : Optional.empty());
    }

    /// {@return the finished kernel, still in the aside directory}
    ///
    /// @throws PlanException if the packages held no image, or one of another release
    CachedKernel finish(String spec, String suite) throws IOException {
        Path image = directory.resolve(CachedKernel.IMAGE);
        if (!Files.exists(image)) {
            throw PlanException.of("unpack %s %s: neither usr/lib/modules/%s/vmlinuz nor boot/vmlinuz-%s in it; "
                            .formatted(offer.image().name(), offer.image().version(), offer.release(), offer.release())
                    + "ask for another version");
        }
        String release = BzImage.read(image).release();
        if (!release.equals(offer.release())) {
            throw PlanException.of("unpack %s: expected a kernel of release %s, was %s; ask for another version"
                    .formatted(offer.image().name(), offer.release(), release));
        }
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put(CachedKernel.SPEC, spec);
        facts.put(CachedKernel.SUITE, suite);
        facts.put(CachedKernel.PACKAGE, offer.image().name());
        facts.put(CachedKernel.VERSION, offer.image().version());
        facts.put(
                CachedKernel.FETCHED,
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        facts.put(CachedKernel.IMAGE_SHA256, Sha256.of(image));
        if (hasConfig()) {
            facts.put(CachedKernel.CONFIG_SHA256, Sha256.of(directory.resolve(CachedKernel.CONFIG)));
        } else {
            progress.step("the archive has no config of %s (any more): what it can test is not known"
                    .formatted(offer.release()));
        }
        CachedKernel kernel = new CachedKernel(directory, facts);
        kernel.write();
        return kernel;
    }
}
