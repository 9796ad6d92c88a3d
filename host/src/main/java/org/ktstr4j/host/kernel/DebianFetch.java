// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.kernel;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.ktstr4j.host.kernel.fetch.AptRoot;
import org.ktstr4j.host.kernel.fetch.AptSource;
import org.ktstr4j.host.kernel.fetch.Archive;
import org.ktstr4j.host.kernel.fetch.Command;
import org.ktstr4j.host.kernel.fetch.DebianKernels;
import org.ktstr4j.host.kernel.fetch.DebianKernels.Offer;
import org.ktstr4j.host.kernel.fetch.ReleaseOrder;
import org.ktstr4j.plan.PlanException;

/// One fetch: looks through the suites for the kernel that was asked for, and makes it ready in the aside
/// directory.
final class DebianFetch {
    private final KernelSpec.Debian spec;
    private final Progress progress;
    private final Command command;
    private final Function<String, Optional<CachedKernel>> cached;
    private final String doing;

    private final Set<String> suites = new LinkedHashSet<>();
    private final Set<String> offered = new LinkedHashSet<>();
    /// Releases that fitted the spec and have no sched_ext, as far as is known.
    private final List<String> passedOver = new ArrayList<>();

    /// @param cached finds an intact kernel of a release in the cache
    DebianFetch(
            KernelSpec.Debian spec,
            Progress progress,
            Command command,
            Function<String, Optional<CachedKernel>> cached) {
        this.spec = spec;
        this.progress = progress;
        this.command = command;
        this.cached = cached;
        this.doing = "fetch kernel \"%s\"".formatted(spec.text());
    }

    /// {@return a kernel ready to move into the cache, or the one that is there}
    ///
    /// @throws PlanException if none is found, or apt fails
    CachedKernel run(Archive archive, Path aptRoots) throws IOException {
        for (AptSource source : archive.sources()) {
            AptRoot root = AptRoot.create(doing, command, aptRoots, source, archive.trust());
            progress.step("reading the package lists of " + source.suite());
            if (root.update()) {
                suites.add(source.suite());
                Optional<CachedKernel> found = search(root, source);
                if (found.isPresent()) {
                    return found.get();
                }
            }
        }
        throw notFound(archive);
    }

    /// Newest first. Once one is known to have no sched_ext, the older ones of the suite are not tried.
    private Optional<CachedKernel> search(AptRoot root, AptSource source) throws IOException {
        for (Offer offer : DebianKernels.in(root)) {
            offered.add(offer.release());
            if (!spec.matches(offer.release())) {
                continue;
            }
            Optional<CachedKernel> there = cached.apply(offer.release());
            if (there.isPresent() && suits(there.get().kernel().features())) {
                progress.step(offer.release() + " is in the cache");
                return there;
            }
            if (there.isEmpty()
                    && wantsSchedExt()
                    && offer.split()
                    && offer.base().isEmpty()) {
                passedOver.add(offer.release() + " (its config is not in the archive)");
                continue;
            }
            Optional<CachedKernel> made = there.isPresent() ? Optional.empty() : make(root, source, offer);
            if (made.isEmpty()) {
                passedOver.add(offer.release());
            }
            return made;
        }
        return Optional.empty();
    }

    /// {@return the kernel; empty if its config says that it does not suit, which a split release says for 1 MiB}
    private Optional<CachedKernel> make(AptRoot root, AptSource source, Offer offer) throws IOException {
        Staging staging = new Staging(command, progress, offer);
        if (offer.split() && offer.base().isPresent()) {
            staging.take(root, offer.base().get());
            if (!suits(staging.features())) {
                return Optional.empty();
            }
        }
        staging.take(root, offer.image());
        if (!staging.hasConfig() && offer.base().isPresent()) {
            staging.take(root, offer.base().get());
        }
        if (!suits(staging.features())) {
            return Optional.empty();
        }
        return Optional.of(staging.finish(spec.text(), source.suite()));
    }

    private boolean wantsSchedExt() {
        return spec.version().isEmpty();
    }

    private boolean suits(KernelFeatures features) {
        return !wantsSchedExt() || features.get(Feature.SCHED_EXT) == KernelFeatures.Presence.YES;
    }

    private PlanException notFound(Archive archive) {
        if (suites.isEmpty()) {
            List<String> asked =
                    archive.sources().stream().map(AptSource::toString).toList();
            return PlanException.of("%s: none of these suites exists: %s; check the mirror that apt is configured with"
                    .formatted(doing, String.join(", ", asked)));
        }
        String where = String.join(", ", suites);
        if (!passedOver.isEmpty()) {
            return PlanException.of("%s: no cloud kernel with sched_ext in %s; looked at %s; "
                            .formatted(doing, where, String.join(", ", passedOver))
                    + "use a mirror that has trixie-backports");
        }
        List<String> versions = offered.stream()
                .filter(release -> release.endsWith(KernelSpec.CLOUD))
                .map(release -> release.replaceFirst("[+-].*", ""))
                .distinct()
                .sorted(new ReleaseOrder().reversed())
                .toList();
        if (versions.isEmpty()) {
            return PlanException.of(
                    "%s: no cloud kernel at all in %s; use a mirror that has trixie-backports".formatted(doing, where));
        }
        return PlanException.of("%s: no such cloud kernel in %s; there are %s; ask for one of these"
                .formatted(doing, where, String.join(", ", versions)));
    }
}
