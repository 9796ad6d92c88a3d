// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ktstr4j.host.kernel.fetch.AptFailure;
import org.ktstr4j.host.kernel.fetch.Archive;
import org.ktstr4j.host.kernel.fetch.Aside;
import org.ktstr4j.host.kernel.fetch.CacheLock;
import org.ktstr4j.host.kernel.fetch.Command;
import org.ktstr4j.plan.PlanException;

/// The kernels of this user, and the door of this package: `ktstr kernel fetch`, `list`, `show`, `clean`, and
/// `--kernel`.
public final class KernelCache {
    private final CacheDirectory directory;
    private final ConfigFinder configs;
    private final EmbeddedConfig embedded;
    private final Archive.Finder archives;

    /// The kernels below this cache root.
    public KernelCache(Path cacheRoot) {
        this(cacheRoot, Path.of("/"), Archive::ofHost);
    }

    KernelCache(Path cacheRoot, Path systemRoot, Archive.Finder archives) {
        this.directory =
                new CacheDirectory(cacheRoot.toAbsolutePath().normalize().resolve("kernels"));
        this.configs = new ConfigFinder(systemRoot);
        this.embedded = new EmbeddedConfig(directory.configs());
        this.archives = archives;
    }

    /// {@return the cache root of the user with this environment: `$XDG_CACHE_HOME/ktstr4j`, else
    /// `~/.cache/ktstr4j`}
    public static Path userRoot(Map<String, String> environment) {
        String cache = environment.getOrDefault("XDG_CACHE_HOME", "");
        Path home = Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")));
        // The XDG base directory specification: a relative path is to be ignored.
        Path base = cache.startsWith("/") ? Path.of(cache) : home.resolve(".cache");
        return base.resolve("ktstr4j");
    }

    /// {@return where the kernels are}
    public Path directory() {
        return directory.path();
    }

    /// {@return the kernels in the cache, newest first}
    public List<CachedKernel> list() {
        return directory.releases().stream().map(directory::read).toList();
    }

    /// {@return the kernel this spec stands for, ready to boot; nothing is downloaded}
    ///
    /// @param spec `debian`, `debian:7.3`, a release as [#list] has it, or the path of a bzImage
    /// @throws PlanException if there is none, it is no kernel, or lacks an option the guest needs
    public Kernel resolve(String spec) {
        return KernelCheck.check(find(spec));
    }

    /// {@return what there is to say of this kernel, be it fit for a guest or not}
    ///
    /// @throws PlanException if there is none, or it is no kernel
    public KernelDescription show(String spec) {
        return KernelDescription.of(find(spec));
    }

    private Kernel find(String text) {
        return switch (parse(text)) {
            case KernelSpec.ByPath given -> {
                BzImage header = BzImage.read(given.path());
                Optional<Path> config =
                        configs.find(given.path(), header.release()).or(() -> embedded.find(given.path(), header));
                yield new Kernel(given.path(), config, header, "given by path");
            }
            case KernelSpec.Debian debian ->
                cached(debian)
                        .orElseThrow(() -> PlanException.of(
                                "find kernel \"%s\": not in the cache %s, which has %s; run: ktstr kernel fetch %s"
                                        .formatted(text, directory, shown(directory.releases()), text)));
        };
    }

    private Optional<Kernel> cached(KernelSpec.Debian spec) {
        for (String release : matching(spec)) {
            Kernel kernel = directory.read(release).kernel();
            if (suits(spec, kernel)) {
                return Optional.of(kernel);
            }
        }
        return Optional.empty();
    }

    /// {@return the kernel, from the cache if it is there, else downloaded from the mirror of the host's apt}
    ///
    /// A whole version (`debian:6.18.15`) that is in the cache is taken from there without asking the archive.
    ///
    /// @param spec as for [#resolve], but no path
    /// @throws PlanException if apt, a mirror, the version or room on the disk is missing
    public Kernel fetch(String spec, Progress progress) {
        if (!(parse(spec) instanceof KernelSpec.Debian debian)) {
            throw PlanException.of(
                    "fetch kernel \"%s\": not a kernel of Debian; write debian, debian:7.3 or debian:6.18.15 "
                                    .formatted(spec)
                            + "(a path needs no fetch: --kernel %s)".formatted(spec));
        }
        try (CacheLock _ = directory.lock(progress)) {
            Optional<CachedKernel> there = debian.exact()
                    ? matching(debian).stream().findFirst().flatMap(directory::intact)
                    : Optional.empty();
            if (there.isPresent()) {
                progress.step(there.get().release() + " is in the cache");
                return there.get().kernel();
            }
            return download(debian, progress).kernel();
        } catch (IOException e) {
            throw AptFailure.of("fetch kernel \"%s\"".formatted(spec), directory.path(), e);
        }
    }

    private CachedKernel download(KernelSpec.Debian spec, Progress progress) throws IOException {
        try (Aside aside = directory.aside()) {
            progress.step("looking up the mirror that apt is configured with");
            Command command = new Command(aside);
            Archive archive = archives.find(command);
            CachedKernel made =
                    new DebianFetch(spec, progress, command, directory::intact).run(archive, directory.aptRoots());
            return directory.install(made, aside);
        } catch (PlanException e) {
            // Without a network the user may still have what is needed, and should hear of it.
            List<String> usable = matching(spec).stream()
                    .filter(release -> directory
                            .intact(release)
                            .map(k -> suits(spec, k.kernel()))
                            .orElse(false))
                    .toList();
            if (usable.isEmpty()) {
                throw e;
            }
            throw new PlanException(
                    "%s (in the cache, and usable without a fetch: %s)".formatted(e.getMessage(), shown(usable)), e);
        }
    }

    /// What a clean removed.
    ///
    /// @param releases the kernels, newest first
    /// @param freedBytes the room they took, with `cleanAll` that of the package lists too
    public record Cleaned(List<String> releases, long freedBytes) {}

    /// Removes every kernel and the package lists.
    public Cleaned cleanAll() {
        return clean("all", directory.releases(), true);
    }

    /// Removes all kernels but the newest with sched_ext; without one, all but the newest.
    public Cleaned cleanOlder() {
        List<String> doomed = directory.releases();
        Optional<String> kept = doomed.stream()
                .filter(release -> directory
                        .intact(release)
                        .map(k -> hasSchedExt(k.kernel()))
                        .orElse(false))
                .findFirst()
                .or(() -> doomed.stream().findFirst());
        kept.ifPresent(doomed::remove);
        return clean("older", doomed, false);
    }

    /// Removes the kernels this spec stands for.
    ///
    /// @param spec `debian:7.3`, or a release as [#list] has it
    /// @throws PlanException if it stands for none
    public Cleaned clean(String spec) {
        List<String> doomed = parse(spec) instanceof KernelSpec.Debian debian ? matching(debian) : List.of();
        if (doomed.isEmpty()) {
            throw PlanException.of("clean kernel \"%s\": not in the cache %s, which has %s; name one of these"
                    .formatted(spec, directory, shown(directory.releases())));
        }
        return clean(spec, doomed, false);
    }

    private Cleaned clean(String what, List<String> doomed, boolean lists) {
        if (!Files.isDirectory(directory.path())) {
            return new Cleaned(List.of(), 0);
        }
        try {
            return new Cleaned(List.copyOf(doomed), directory.remove(doomed, lists));
        } catch (IOException e) {
            throw AptFailure.of("clean kernels (%s)".formatted(what), directory.path(), e);
        }
    }

    /// A release that is in the cache may be written without `debian:`, as `list` prints it.
    private KernelSpec parse(String text) {
        boolean release = KernelSpec.VERSION.matcher(text).matches() && directory.has(text);
        return KernelSpec.parse(release ? "debian:" + text : text);
    }

    private List<String> matching(KernelSpec.Debian spec) {
        return directory.releases().stream().filter(spec::matches).toList();
    }

    private static boolean suits(KernelSpec.Debian spec, Kernel kernel) {
        return spec.version().isPresent() || hasSchedExt(kernel);
    }

    private static boolean hasSchedExt(Kernel kernel) {
        return kernel.features().get(Feature.SCHED_EXT) == KernelFeatures.Presence.YES;
    }

    private static String shown(List<String> releases) {
        return releases.isEmpty() ? "none" : String.join(", ", releases);
    }
}
