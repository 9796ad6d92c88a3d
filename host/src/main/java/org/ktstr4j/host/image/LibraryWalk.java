// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.ktstr4j.plan.PlanException;

/// Follows `DT_NEEDED` breadth first from one object, as the dynamic loader of glibc does, and adds what it finds
/// to a set of files.
///
/// Order of search: `DT_RPATH` of the object and of those that brought it in (unless the object has
/// `DT_RUNPATH`),
/// `DT_RUNPATH`, the host's library directories. `LD_LIBRARY_PATH` is not asked, the guest does not have it. What
/// RPATH or RUNPATH finds keeps its place, relative to `$ORIGIN` where that is used; any other library goes where
/// the guest's loader looks without a cache: beside the C library.
final class LibraryWalk {
    private static final String GUEST_MULTIARCH = "/usr/lib/x86_64-linux-gnu";

    private final GuestFiles files;
    private final List<Path> libraryDirs;
    private final Map<Path, Optional<Elf>> known;
    private final String doing;
    private final String guestDir;

    /// Names that need no search any more: found already, or the loader itself.
    private final Set<String> loaded = new HashSet<>(Set.of("ld-linux-x86-64.so.2"));

    private final Deque<Loaded> queue = new ArrayDeque<>();

    LibraryWalk(GuestFiles files, List<Path> libraryDirs, Map<Path, Optional<Elf>> known, String doing) {
        this.files = files;
        this.libraryDirs = libraryDirs;
        this.known = known;
        this.doing = doing;
        this.guestDir = guestDir(libraryDirs);
    }

    /// An object in the walk: where it lies here and there, who brought it in, and whether all it needs must be
    /// found.
    private record Loaded(
            Path host, String guest, Elf elf, @Nullable Loaded by, boolean strict) {}

    /// A directory to search, and the one that takes its place in the guest.
    private record Place(Path host, String guest) {}

    /// Adds a program whose own file is in the set already.
    void addProgram(Path host, String guest) {
        Elf elf = Elf.read(host);
        if (elf.machine() != Elf.X86_64) {
            throw PlanException.of(doing + host + " is made for " + Elf.machineName(elf.machine())
                    + ", the guest runs x86-64; give a binary for x86-64");
        }
        add(host, guest, elf, true);
    }

    /// Adds an ELF file that may be anything: what the guest cannot load itself is let be.
    void addOptional(Path host, String guest) {
        Elf elf = loadable(host);
        if (elf != null) {
            add(host, guest, elf, elf.interpreter().isPresent());
        }
    }

    /// Adds a library by name, if the host has it.
    void addNamed(String name) {
        fromHost(name, null);
    }

    void run() {
        for (Loaded object = queue.poll(); object != null; object = queue.poll()) {
            for (String name : object.elf().needed()) {
                if (loaded.add(name)) {
                    need(object, name);
                }
            }
        }
    }

    private void add(Path host, String guest, Elf elf, boolean strict) {
        elf.interpreter().ifPresent(interpreter -> {
            Path file = Path.of(interpreter);
            if (!Files.isRegularFile(file)) {
                throw PlanException.of(doing + "its loader " + interpreter
                        + " is not on this host; install the C library that " + host + " was linked with");
            }
            Path real = real(file);
            files.file(interpreter, real, 0755);
            loaded.add(file.getFileName().toString());
        });
        queue.add(new Loaded(host, guest, elf, null, strict));
    }

    private void need(Loaded object, String name) {
        List<Place> places = places(object);
        boolean found = places.stream()
                .anyMatch(place -> place(place.host().resolve(name), place.guest() + "/" + name, object));
        if (!found) {
            found = name.startsWith("/") ? place(Path.of(name), name, object) : fromHost(name, object);
        }
        if (!found && object.strict() && !inSet(name)) {
            String looked = Stream.concat(places.stream().map(Place::host), libraryDirs.stream())
                    .map(Path::toString)
                    .distinct()
                    .collect(Collectors.joining(", "));
            throw PlanException.of(doing + "library " + name + ", needed by " + object.host() + ", not found in "
                    + looked + "; install the package that has it");
        }
    }

    private boolean fromHost(String name, @Nullable Loaded by) {
        return libraryDirs.stream().anyMatch(dir -> place(dir.resolve(name), guestDir + "/" + name, by));
    }

    /// {@return whether there is a library at `found`; if so it is in the set now, and its own needs are yet
    /// to be
    /// met}
    private boolean place(Path found, String guest, @Nullable Loaded by) {
        Elf elf = loadable(found);
        if (elf == null) {
            return false;
        }
        elf.soname().ifPresent(loaded::add);
        files.file(guest, real(found), 0755);
        queue.add(new Loaded(found, guest, elf, by, by == null || by.strict()));
        return true;
    }

    private boolean inSet(String name) {
        return files.entries().keySet().stream().anyMatch(path -> path.endsWith("/" + name));
    }

    private static List<Place> places(Loaded object) {
        List<Place> places = new ArrayList<>();
        if (object.elf().runpath().isEmpty()) {
            for (Loaded at = object; at != null; at = at.by()) {
                if (at.elf().runpath().isEmpty()) {
                    expand(places, at, at.elf().rpath());
                }
            }
        }
        expand(places, object, object.elf().runpath());
        return places;
    }

    private static void expand(List<Place> places, Loaded object, List<String> dirs) {
        for (String dir : dirs) {
            String plain = dir.replaceAll("\\$(\\{LIB\\}|LIB\\b)", "lib/x86_64-linux-gnu")
                    .replaceAll("\\$(\\{PLATFORM\\}|PLATFORM\\b)", "x86_64");
            String host = origin(plain, object.host().toString());
            if (host.startsWith("/")) {
                places.add(new Place(Path.of(host).normalize(), GuestFiles.guestPath(origin(plain, object.guest()))));
            }
        }
    }

    private static String origin(String dir, String object) {
        String own = object.substring(0, object.lastIndexOf('/'));
        return dir.replace("${ORIGIN}", own).replace("$ORIGIN", own);
    }

    /// Where the guest's loader finds libraries without being told: where the host's C library is.
    private static String guestDir(List<Path> libraryDirs) {
        for (Path dir : libraryDirs) {
            if (Files.exists(dir.resolve("libc.so.6"))) {
                return GuestFiles.guestPath(dir.toString());
            }
        }
        return GUEST_MULTIARCH;
    }

    /// {@return the file's ELF header if a process of the guest can map it; like the loader, the walk passes over
    /// others}
    private @Nullable Elf loadable(Path file) {
        return known.computeIfAbsent(file, LibraryWalk::readLoadable).orElse(null);
    }

    private static Optional<Elf> readLoadable(Path file) {
        try {
            if (!Files.isRegularFile(file) || !Elf.isElf(file)) {
                return Optional.empty();
            }
            return Optional.of(Elf.read(file)).filter(elf -> elf.machine() == Elf.X86_64 && elf.type() >= 2);
        } catch (IOException | PlanException _) {
            return Optional.empty(); // unreadable or cut: the search goes on, and says where it looked in the end
        }
    }

    private static Path real(Path file) {
        try {
            return file.toRealPath();
        } catch (IOException e) {
            throw new PlanException("pack " + file + ": " + e + "; give a readable file", e);
        }
    }
}
