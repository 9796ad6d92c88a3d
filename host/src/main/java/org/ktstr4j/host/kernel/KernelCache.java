// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ktstr4j.plan.PlanException;

/// The kernels of this user, and the door of this package: `ktstr kernel fetch`, `list`, `show`, `clean`, and
/// `--kernel`.
///
/// One directory per release below `kernels`; it appears whole, by a rename, or not at all. Directories whose name
/// begins with a dot are not kernels: private apt roots, and work in progress.
public final class KernelCache {
    private static final String APT = ".apt";
    private static final String CONFIGS = ".configs";
    private static final String LOCK = ".lock";

    private final Path directory;
    private final ConfigFinder configs;
    private final EmbeddedConfig embedded;
    private final Archive.Finder archives;

    /// The kernels below this cache root.
    public KernelCache(Path cacheRoot) {
        this(cacheRoot, Path.of("/"), Archive::ofHost);
    }

    KernelCache(Path cacheRoot, Path systemRoot, Archive.Finder archives) {
        this.directory = cacheRoot.toAbsolutePath().normalize().resolve("kernels");
        this.configs = new ConfigFinder(systemRoot);
        this.embedded = new EmbeddedConfig(directory.resolve(CONFIGS));
        this.archives = archives;
    }

    /// {@return the cache root of the user with this environment: `$XDG_CACHE_HOME/ktstr4j`, else `~/.cache/ktstr4j`}
    public static Path userRoot(Map<String, String> environment) {
        String cache = environment.getOrDefault("XDG_CACHE_HOME", "");
        Path home = Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")));
        // The XDG base directory specification: a relative path is to be ignored.
        Path base = cache.startsWith("/") ? Path.of(cache) : home.resolve(".cache");
        return base.resolve("ktstr4j");
    }

    /// {@return where the kernels are}
    public Path directory() {
        return directory;
    }

    /// {@return the kernels in the cache, newest first}
    public List<CachedKernel> list() {
        List<CachedKernel> kernels = new ArrayList<>();
        for (String release : releases()) {
            kernels.add(CachedKernel.read(directory.resolve(release)));
        }
        return kernels;
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
                                        .formatted(text, directory, shown(releases()), text)));
        };
    }

    private Optional<Kernel> cached(KernelSpec.Debian spec) {
        for (String release : releases()) {
            if (spec.matches(release)) {
                Kernel kernel = CachedKernel.read(directory.resolve(release)).kernel();
                if (spec.version().isPresent()
                        || kernel.features().get(Feature.SCHED_EXT) == KernelFeatures.Presence.YES) {
                    return Optional.of(kernel);
                }
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
        try {
            Files.createDirectories(directory);
            try (var _ = CacheLock.take(directory.resolve(LOCK), progress)) {
                Optional<CachedKernel> there = debian.exact()
                        ? releases().stream()
                                .filter(debian::matches)
                                .findFirst()
                                .flatMap(this::intact)
                        : Optional.empty();
                if (there.isPresent()) {
                    progress.step(there.get().release() + " is in the cache");
                }
                return (there.isPresent() ? there.get() : downloadOrHint(debian, progress)).kernel();
            }
        } catch (IOException e) {
            throw AptFailure.of("fetch kernel \"%s\"".formatted(spec), directory, e);
        }
    }

    /// Without a network a user may still have what is needed, and should hear of it.
    private CachedKernel downloadOrHint(KernelSpec.Debian spec, Progress progress) throws IOException {
        try {
            return download(spec, progress);
        } catch (PlanException e) {
            List<String> usable = releases().stream()
                    .filter(release -> spec.matches(release) && intact(release).isPresent())
                    .toList();
            if (usable.isEmpty()) {
                throw e;
            }
            throw new PlanException(
                    "%s (in the cache, and usable without a fetch: %s)".formatted(e.getMessage(), shown(usable)), e);
        }
    }

    private CachedKernel download(KernelSpec.Debian spec, Progress progress) throws IOException {
        Aside.sweep(directory);
        try (Aside aside = Aside.in(directory)) {
            Command command = new Command(aside);
            progress.step("looking up the mirror that apt is configured with");
            DebianFetch fetch = new DebianFetch(spec, progress, command, this::intact);
            CachedKernel made = fetch.run(archives.find(command), directory.resolve(APT));
            Path home = directory.resolve(made.release());
            if (made.directory().equals(home)) {
                return made;
            }
            if (Files.exists(home)) { // damaged, or it would have been taken
                Files.move(home, aside.directory().resolve("damaged"), StandardCopyOption.ATOMIC_MOVE);
            }
            Files.move(made.directory(), home, StandardCopyOption.ATOMIC_MOVE);
            return CachedKernel.read(home);
        }
    }

    /// What a clean removed.
    ///
    /// @param releases the kernels, in the order they were removed
    /// @param freedBytes the room they took, with `cleanAll` that of the package lists too
    public record Cleaned(List<String> releases, long freedBytes) {}

    /// Removes every kernel and the package lists.
    public Cleaned cleanAll() {
        return clean("all", releases(), true);
    }

    /// Removes all kernels but the newest with sched_ext; without one, all but the newest.
    public Cleaned cleanOlder() {
        List<String> doomed = releases();
        Optional<String> kept = doomed.stream().filter(this::hasSchedExt).findFirst();
        doomed.remove(kept.orElse(doomed.isEmpty() ? "" : doomed.getFirst()));
        return clean("older", doomed, false);
    }

    /// Removes the kernels this spec stands for.
    ///
    /// @param spec `debian:7.3`, or a release as [#list] has it
    /// @throws PlanException if it stands for none
    public Cleaned clean(String spec) {
        List<String> doomed = parse(spec) instanceof KernelSpec.Debian debian
                ? releases().stream().filter(debian::matches).toList()
                : List.of();
        if (doomed.isEmpty()) {
            throw PlanException.of("clean kernel \"%s\": not in the cache %s, which has %s; name one of these"
                    .formatted(spec, directory, shown(releases())));
        }
        return clean(spec, doomed, false);
    }

    private Cleaned clean(String what, List<String> doomed, boolean all) {
        if (!Files.isDirectory(directory)) {
            return new Cleaned(List.of(), 0);
        }
        try (var _ = CacheLock.take(directory.resolve(LOCK), text -> {})) {
            Aside.sweep(directory);
            long freed = 0;
            try (Aside aside = Aside.in(directory)) {
                List<String> names = new ArrayList<>(doomed);
                names.addAll(all ? List.of(APT, CONFIGS) : List.of());
                for (String name : names) {
                    Path home = directory.resolve(name);
                    if (Files.exists(home)) {
                        freed += Aside.sizeBytes(home);
                        // out of sight in one step, so that nobody finds half a kernel
                        Files.move(home, aside.directory().resolve(name), StandardCopyOption.ATOMIC_MOVE);
                    }
                }
            }
            return new Cleaned(List.copyOf(doomed), freed);
        } catch (IOException e) {
            throw AptFailure.of("clean kernels (%s)".formatted(what), directory, e);
        }
    }

    /// A release that is in the cache may be written without `debian:`, as `list` prints it.
    private KernelSpec parse(String text) {
        boolean release = KernelSpec.VERSION.matcher(text).matches() && Files.isDirectory(directory.resolve(text));
        return KernelSpec.parse(release ? "debian:" + text : text);
    }

    /// Newest first; the list may be changed.
    private List<String> releases() {
        try (Stream<Path> children = Files.list(directory)) {
            return children.map(child -> child.getFileName().toString())
                    .filter(name -> !name.startsWith("."))
                    .sorted(new ReleaseOrder().reversed())
                    .collect(Collectors.toCollection(ArrayList::new));
        } catch (NoSuchFileException e) {
            return new ArrayList<>();
        } catch (IOException e) {
            throw new PlanException("list kernels in \"%s\": %s; make it readable".formatted(directory, e), e);
        }
    }

    private Optional<CachedKernel> intact(String release) {
        Path home = directory.resolve(release);
        return Files.isDirectory(home)
                ? Optional.of(CachedKernel.read(home)).filter(k -> k.damage().isEmpty())
                : Optional.empty();
    }

    private boolean hasSchedExt(String release) {
        return intact(release)
                .map(k -> k.kernel().features().get(Feature.SCHED_EXT) == KernelFeatures.Presence.YES)
                .orElse(false);
    }

    private static String shown(List<String> releases) {
        return releases.isEmpty() ? "none" : String.join(", ", releases);
    }
}
