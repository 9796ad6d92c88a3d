// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.image;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.ktstr4j.plan.PlanException;

/// The Java runtime of the guest: jlinked from the JDK that runs us, and cut down to what a guest uses.
///
/// @param home the runtime's directory, in the cache
/// @param name names this runtime among all: a function of the JDK and of how it was cut
public record GuestRuntime(Path home, String name) {
    /// What test bodies find beside `java.base`: logging, measuring their own JVM, `sun.misc.Unsafe`.
    static final List<String> MODULES =
            List.of("java.base", "java.logging", "java.management", "jdk.management", "jdk.unsupported");

    /// Files of no use in the guest: texts, tools for other processes, `ld` scripts, lists made for build tools.
    private static final List<String> UNUSED = List.of(
            "legal",
            "bin/keytool",
            "lib/classlist",
            "lib/jexec",
            "lib/jrt-fs.jar",
            "lib/libjsig.so",
            "lib/server/libjsig.so",
            "conf/sdp",
            "lib/libattach.so",
            "lib/libinstrument.so");

    /// Options of jlink. Line numbers of the JDK's own classes cost 5 MB; those of tests are not touched.
    private static final List<String> CUT =
            List.of("--strip-java-debug-attributes", "--no-header-files", "--no-man-pages");

    /// Options of the JVM of jlink: in a process of its own and in 110 MB, where it would take 500 MB in ours.
    private static final List<String> FRUGAL = List.of("-J-Xmx64m", "-J-XX:+UseSerialGC", "-J-XX:TieredStopAtLevel=1");

    private static final String DOING = "make the guest's Java runtime from ";

    /// Raised when the recipe changes, so that older caches are not taken for its result.
    private static final String RECIPE = "1";

    /// {@return the runtime made from the JDK that runs us, from the cache if it is there}
    ///
    /// @param cache root of the cache
    /// @throws PlanException if this Java has no jlink, or jlink fails
    public static GuestRuntime make(Path cache) {
        Path javaHome = Path.of(System.getProperty("java.home"));
        String name = name(javaHome);
        Path root = cache.toAbsolutePath();
        Path home = Aside.directory(root.resolve("runtimes"), name, "the guest's Java runtime", aside -> {
            jlink(javaHome, aside);
            trim(aside.resolve("jre"));
        });
        return new GuestRuntime(home.resolve("jre"), name);
    }

    /// {@return its files, under `guestHome`}
    GuestFiles files(String guestHome) throws IOException {
        GuestFiles files = new GuestFiles();
        try (Stream<Path> all = Files.walk(home)) {
            for (Path file : (Iterable<Path>) all.filter(Files::isRegularFile)::iterator) {
                files.file(guestHome + "/" + home.relativize(file), file, Files.isExecutable(file) ? 0755 : 0644);
            }
        }
        return files;
    }

    private static String name(Path javaHome) {
        try {
            Path modules = javaHome.resolve("lib/modules");
            return new Fingerprint()
                    .add(RECIPE)
                    .add(javaHome.resolve("release"))
                    .add(Files.size(modules) + " " + Files.getLastModifiedTime(modules))
                    .add(String.join(" ", MODULES))
                    .add(String.join(" ", CUT))
                    .add(String.join(" ", UNUSED))
                    .name();
        } catch (IOException e) {
            throw new PlanException(DOING + javaHome + ": " + e + "; set JAVA_HOME to a JDK 25", e);
        }
    }

    private static void jlink(Path javaHome, Path aside) throws IOException {
        Path jlink = javaHome.resolve("bin/jlink");
        if (!Files.isExecutable(jlink)) {
            throw PlanException.of(
                    DOING + javaHome + ": it has no bin/jlink; set JAVA_HOME to a full JDK 25, not a JRE");
        }
        List<String> command = new ArrayList<>(List.of(jlink.toString()));
        command.addAll(FRUGAL);
        command.addAll(List.of(
                "--add-modules",
                String.join(",", MODULES),
                "--output",
                aside.resolve("jre").toString()));
        command.addAll(CUT);
        Child.run(
                DOING + javaHome,
                command,
                javaHome,
                aside.resolve("said.log"),
                "set JAVA_HOME to an unmodified JDK 25");
    }

    private static void trim(Path jre) throws IOException {
        for (String unused : UNUSED) {
            Aside.remove(jre.resolve(unused));
        }
        try (Stream<Path> all = Files.walk(jre)) {
            for (Path file : (Iterable<Path>) all.filter(Files::isRegularFile)::iterator) {
                if (Elf.isElf(file)) {
                    cutSymbols(file);
                }
                Files.setLastModifiedTime(file, FileTime.from(Newc.MTIME_S, TimeUnit.SECONDS));
            }
        }
    }

    /// Cuts off what no process maps: symbols for debuggers, and the section headers that lead to them.
    private static void cutSymbols(Path file) throws IOException {
        long length = Elf.read(file).loadedLength();
        try (RandomAccessFile elf = new RandomAccessFile(file.toFile(), "rw")) {
            elf.seek(40);
            elf.writeLong(0); // e_shoff
            elf.seek(58);
            elf.writeShort(0); // e_shentsize
            elf.writeInt(0); // e_shnum, e_shstrndx
            elf.setLength(length);
        }
    }
}
