// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.image;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;
import org.ktstr4j.plan.PlanException;

/// What one order brings into the guest, unpacked at `/`: the order itself, the test's classes, programs, include
/// files.
///
/// What the base image has already is left out. The same parts give the same bytes.
public final class TestLayer {
    private static final String ORDER = "/ktstr/order.json";
    private static final String CLASS_PATH = "/ktstr/classpath/";
    private static final String INCLUDE = "/include-files/";

    private static final int CLASSES_AS_FILES = 300;

    private final BaseImage base;
    private final Closure closure;
    private final GuestFiles files = new GuestFiles();
    private final GuestFiles included = new GuestFiles();
    private final Map<String, String> programs = new HashMap<>();
    private int classPathEntries;

    /// {@return an empty layer over `base`, with this host's programs and libraries}
    public static TestLayer over(BaseImage base) {
        return new TestLayer(base, Closure.ofHost());
    }

    /// An empty layer over `base`.
    ///
    /// @param closure finds programs and their libraries
    public TestLayer(BaseImage base, Closure closure) {
        this.base = base;
        this.closure = closure;
    }

    /// Sets the order, once.
    public void order(byte[] json) {
        files.file(ORDER, json, 0644);
    }

    /// Adds a jar or a directory to the class path.
    ///
    /// Of a directory with many classes these travel as one jar, beside the directory of everything else:
    /// resources
    /// stay files for a body, as they are on the host. To create a file costs the guest 40,000 to 160,000
    /// instructions, to use a first jar 30 million (measured).
    ///
    /// @return what is to be on the class path of the guest, in order; nothing when there is nothing at
    /// `entry` (a
    ///     class path may name what does not exist)
    public List<String> classPath(Path entry) {
        if (!Files.exists(entry)) {
            return List.of();
        }
        String name = "%s%02d-%s"
                .formatted(
                        CLASS_PATH, classPathEntries++, entry.toAbsolutePath().getFileName());
        String doing = "pack class path entry " + entry;
        SortedMap<String, Path> found = walk(entry, doing);
        List<Path> classes = found.values().stream()
                .filter(file -> file.toString().endsWith(".class"))
                .toList();
        List<String> guest = new ArrayList<>();
        if (classes.size() > CLASSES_AS_FILES) {
            guest.add(name + ".jar");
            files.file(name + ".jar", jar(entry, classes, doing), 0644);
            found.values().removeAll(Set.copyOf(classes));
        }
        if (!found.isEmpty()) {
            guest.add(name);
            found.forEach((rest, file) -> files.file(name + rest, real(file, doing), 0644));
        }
        return guest;
    }

    /// Adds classes of a directory as one jar.
    ///
    /// @param path in the guest
    /// @param classes files below the directory, in the order of the jar
    /// @throws IOException if one cannot be read
    public void jar(String path, Path directory, List<Path> classes) throws IOException {
        files.file(path, StoredJar.of(directory, classes), 0644);
    }

    /// Adds a program with all it needs.
    ///
    /// @param program absolute path or bare name
    /// @return its path in the guest
    /// @throws PlanException as [Closure#of]
    public String program(String program) {
        return programs.computeIfAbsent(program, _ -> {
            Closure.Program found = closure.of(program);
            files.addAll(found.files());
            return found.guestPath();
        });
    }

    /// Adds an include file, or a directory with all regular files in it. ELF files bring their libraries along.
    ///
    /// @param spec with a slash, a path relative to `directory`; a bare name is looked up there, then in PATH
    /// @return its path in the guest, below `/include-files`
    /// @throws PlanException if there is no such file
    public String include(String spec, Path directory) {
        String doing = "pack include file \"" + spec + "\"";
        Path named = directory.resolve(spec).toAbsolutePath().normalize();
        boolean bare = !spec.contains("/");
        Path top = Stream.of(
                        Optional.of(named).filter(Files::exists), bare ? closure.inPath(spec) : Optional.<Path>empty())
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow(() -> PlanException.of(
                        doing + ": no file " + named + (bare ? ", and not in PATH" : "") + "; correct the path"));
        String guest = INCLUDE + top.getFileName();
        if (Files.isDirectory(top)) {
            included.directory(guest, 0755); // even if it is empty
        }
        walk(top, doing).forEach((rest, file) -> {
            included.file(guest + rest, real(file, doing), Files.isExecutable(file) ? 0755 : 0644);
        });
        return guest;
    }

    /// Adds the kernel's configuration, where BPF loaders look for it. It is here and not in the base image so
    /// that
    /// one image serves all kernels.
    ///
    /// @param release as `uname -r` says
    public void kernelConfig(String release, Path config) {
        files.file("/boot/config-" + release, config, 0644);
    }

    /// {@return the directories of the guest's PATH: those of include files that hold an executable, sorted, then
    /// the usual}
    public List<String> path() {
        SortedSet<String> dirs = new TreeSet<>();
        included.entries().forEach((path, entry) -> {
            if (entry instanceof Entry.HostFile && (entry.mode() & 0111) != 0) {
                dirs.add("/" + path.substring(0, path.lastIndexOf('/')));
            }
        });
        return Stream.concat(
                        dirs.stream(),
                        Stream.of("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"))
                .toList();
    }

    /// {@return what the layer holds now, ready to be written}
    ///
    /// @throws PlanException if a program among the include files lacks a library
    public Packed pack() {
        GuestFiles all = new GuestFiles().addAll(included);
        closure.complete(all);
        return new Packed(all.addAll(files).without(base::has));
    }

    /// An archive that is not written yet.
    public static final class Packed {
        private final GuestFiles files;

        private Packed(GuestFiles files) {
            this.files = files;
        }

        /// {@return all of it as files}
        public GuestFiles files() {
            return files;
        }

        /// {@return length of the archive in bytes}
        public long length() {
            return Newc.length(files);
        }

        /// Writes the archive; `out` stays open.
        ///
        /// @return CRC-32 (IEEE) of its bytes
        public int write(OutputStream out) throws IOException {
            CheckedOutputStream checked = new CheckedOutputStream(out, new CRC32());
            Newc.write(files, checked);
            return (int) checked.getChecksum().getValue();
        }
    }

    /// {@return the regular files at or below `top` by what follows it in their path: nothing, or a slash and
    /// a name}
    private static SortedMap<String, Path> walk(Path top, String doing) {
        SortedMap<String, Path> found = new TreeMap<>();
        try (Stream<Path> all = Files.walk(top, FileVisitOption.FOLLOW_LINKS)) {
            all.filter(Files::isRegularFile)
                    .forEach(file -> found.put(file.equals(top) ? "" : "/" + top.relativize(file), file));
        } catch (IOException | UncheckedIOException e) {
            throw unreadable(doing, e);
        }
        return found;
    }

    private static byte[] jar(Path directory, List<Path> classes, String doing) {
        try {
            return StoredJar.of(directory, classes);
        } catch (IOException e) {
            throw unreadable(doing, e);
        }
    }

    private static Path real(Path file, String doing) {
        try {
            return file.toRealPath();
        } catch (IOException e) {
            throw unreadable(doing, e);
        }
    }

    private static PlanException unreadable(String doing, Exception e) {
        return new PlanException(doing + ": " + e + "; make it readable", e);
    }
}
