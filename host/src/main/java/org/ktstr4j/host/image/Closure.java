// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.ktstr4j.plan.PlanException;

/// Finds what a program needs to run in the guest: itself, its interpreter, its shared libraries and theirs.
///
/// A program sits in the guest at its real path; when it was named by a link (`awk` for `mawk`), the link is
/// there
/// too. Libraries: see [LibraryWalk]. What a program opens by itself (`dlopen`, a script's modules) cannot be
/// seen;
/// such files are include files.
public final class Closure {
    /// As many scripts may interpret each other in Linux.
    private static final int SCRIPT_DEPTH = 4;

    private static final int FIRST_LINE = 256;

    private final List<Path> path;
    private final List<Path> libraryDirs;

    /// What was read of each file so far; absent for a file that is no library for the guest.
    private final Map<Path, Optional<Elf>> known = new ConcurrentHashMap<>();

    /// {@return the closure over this host: PATH and the loader's directories}
    public static Closure ofHost() {
        String path = Objects.requireNonNullElse(System.getenv("PATH"), "/usr/local/bin:/usr/bin:/bin");
        List<Path> dirs = new ArrayList<>();
        for (String dir : path.split(File.pathSeparator, -1)) {
            if (dir.startsWith("/")) {
                dirs.add(Path.of(dir));
            }
        }
        return new Closure(dirs, LibraryDirs.ofHost());
    }

    /// A closure over these directories.
    ///
    /// @param path where bare program names are looked up, absolute
    /// @param libraryDirs where every program's libraries are looked up, absolute
    public Closure(List<Path> path, List<Path> libraryDirs) {
        this.path = List.copyOf(path);
        this.libraryDirs = List.copyOf(libraryDirs);
    }

    /// What a program becomes in the guest.
    ///
    /// @param guestPath where it is started: as it was named, so that it sees the name it goes by
    /// @param files itself and all it needs
    public record Program(String guestPath, GuestFiles files) {}

    /// {@return the program with all it needs}
    ///
    /// @param program absolute path or bare name
    /// @throws PlanException if it is absent, not executable, made for another machine, or a part of it is
    /// missing
    public Program of(String program) {
        GuestFiles files = new GuestFiles();
        String guestPath = add(files, program, "pack program \"" + program + "\": ", 0);
        return new Program(guestPath, files);
    }

    /// Adds the libraries that the ELF files among `files` need, wherever in the guest those sit. Programs
    /// must find
    /// all of theirs; a shared object may lack some, since whoever loads it may have brought them.
    public void complete(GuestFiles files) {
        for (Map.Entry<String, Entry> file : Map.copyOf(files.entries()).entrySet()) {
            if (file.getValue() instanceof Entry.HostFile host && isElf(host.source())) {
                LibraryWalk walk = new LibraryWalk(files, libraryDirs, known, "pack " + host.source() + ": ");
                walk.addOptional(host.source(), "/" + file.getKey());
                walk.run();
            }
        }
    }

    /// Adds libraries of these names (as in `DT_NEEDED`), those that this host has, and what they need.
    void addLibraries(GuestFiles files, List<String> names) {
        LibraryWalk walk = new LibraryWalk(files, libraryDirs, known, "pack ");
        names.forEach(walk::addNamed);
        walk.run();
    }

    private String add(GuestFiles files, String program, String doing, int depth) {
        Path named = locate(program, doing);
        try {
            Path real = named.toRealPath();
            String guestPath = GuestFiles.guestPath(real.toString());
            files.file(guestPath, real, 0755);
            String alias = GuestFiles.guestPath(named.toString());
            if (!alias.equals(guestPath)) {
                files.link(alias, guestPath);
            }
            if (isElf(real)) {
                LibraryWalk walk = new LibraryWalk(files, libraryDirs, known, doing);
                walk.addProgram(real, guestPath);
                walk.run();
            } else {
                addInterpreters(files, firstLine(real), doing, depth);
            }
            return alias;
        } catch (IOException e) {
            throw new PlanException(doing + e + "; give a readable file", e);
        }
    }

    private void addInterpreters(GuestFiles files, String line, String doing, int depth) {
        if (!line.startsWith("#!")) {
            throw PlanException.of(doing + "it starts with \"" + line.substring(0, Math.min(16, line.length()))
                    + "\", neither an ELF file nor a script; "
                    + "give a binary, or a script whose first line is #!interpreter");
        }
        List<String> words = List.of(line.substring(2).strip().split("\\s+"));
        String interpreter = words.getFirst();
        String inside = interpreter(doing, interpreter, line);
        if (depth >= SCRIPT_DEPTH) {
            throw PlanException.of(inside + "scripts interpret each other more than " + SCRIPT_DEPTH
                    + " deep; name a binary as interpreter");
        }
        if (!interpreter.startsWith("/")) {
            throw PlanException.of(inside + "not an absolute path; name the interpreter by its full path");
        }
        add(files, interpreter, inside, depth + 1);
        if (interpreter.endsWith("/env")) {
            words.stream()
                    .skip(1)
                    .filter(word -> !word.startsWith("-") && !word.contains("="))
                    .findFirst()
                    .ifPresent(name -> add(files, name, interpreter(doing, name, line), depth + 1));
        }
    }

    private static String interpreter(String doing, String name, String line) {
        return doing + "its interpreter \"" + name + "\" (first line \"" + line + "\"): ";
    }

    private Path locate(String program, String doing) {
        if (program.startsWith("/")) {
            return executable(Path.of(program), doing);
        }
        if (program.contains("/") || program.isEmpty()) {
            throw PlanException.of(doing + "a relative path; give an absolute path, or a bare name to look up in PATH");
        }
        Path found = inPath(program)
                .orElseThrow(() -> PlanException.of(doing + "not found in PATH ("
                        + path.stream().map(Path::toString).collect(Collectors.joining(", "))
                        + "); install it, or give its absolute path"));
        return executable(found, doing);
    }

    /// {@return the first executable of this name in PATH, or else the first file of this name}
    Optional<Path> inPath(String name) {
        List<Path> found = path.stream()
                .map(dir -> dir.resolve(name))
                .filter(Files::isRegularFile)
                .toList();
        return found.stream()
                .filter(Files::isExecutable)
                .findFirst()
                .or(() -> found.stream().findFirst());
    }

    private static Path executable(Path file, String doing) {
        if (!Files.exists(file)) {
            throw PlanException.of(doing + "no file " + file + "; install it, or correct the path");
        }
        if (!Files.isRegularFile(file)) {
            throw PlanException.of(doing + file + " is not a regular file; name the program itself");
        }
        if (!Files.isExecutable(file)) {
            throw PlanException.of(doing + file + " is not executable (mode " + mode(file) + "); run chmod +x " + file);
        }
        return file;
    }

    private static String mode(Path file) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isElf(Path file) {
        try {
            return Elf.isElf(file);
        } catch (IOException e) {
            throw new PlanException("pack " + file + ": " + e + "; give a readable file", e);
        }
    }

    private static String firstLine(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(FIRST_LINE), UTF_8)
                    .lines()
                    .findFirst()
                    .orElse("");
        }
    }
}
