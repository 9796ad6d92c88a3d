// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.ktstr4j.plan.PlanException;

/// What every program expects of a Linux system: directories, links, a few files of `/etc`, the C library.
final class Skeleton {
    private static final String LOADER = "/lib64/ld-linux-x86-64.so.2";
    private static final String LOCALE = "/usr/lib/locale/C.utf8";

    /// The C library and what it opens by itself: libgcc_s for `pthread_exit` and `backtrace`.
    private static final List<String> LIBRARIES = List.of(
            "libc.so.6",
            "libm.so.6",
            "libdl.so.2",
            "libpthread.so.0",
            "librt.so.1",
            "libresolv.so.2",
            "libutil.so.1",
            "libgcc_s.so.1");

    private static final String PASSWD = """
            root:x:0:0:root:/root:/bin/sh
            daemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin
            nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin
            """;
    private static final String GROUP = """
            root:x:0:
            daemon:x:1:
            tty:x:5:
            disk:x:6:
            nogroup:x:65534:
            """;
    private static final String HOSTS = """
            127.0.0.1 localhost ktstr
            ::1 localhost
            """;
    private static final String NSSWITCH = """
            passwd: files
            group: files
            hosts: files
            """;
    private static final String OS_RELEASE = """
            NAME=ktstr4j
            ID=ktstr4j
            PRETTY_NAME="ktstr4j guest"
            """;

    private Skeleton() {}

    static GuestFiles files() throws IOException {
        GuestFiles files = new GuestFiles();
        for (String top : List.of("bin", "sbin", "lib", "lib64")) {
            files.directory("/usr/" + top, 0755).link("/" + top, "usr/" + top);
        }
        for (String dir :
                List.of("/dev", "/proc", "/sys", "/run", "/mnt", "/home", "/boot", "/opt", "/usr/local/bin")) {
            files.directory(dir, 0755);
        }
        files.directory("/root", 0700).directory("/tmp", 01777).directory("/var/tmp", 01777);
        files.link("/var/run", "/run").link("/var/lock", "/run/lock").link("/etc/mtab", "/proc/self/mounts");
        text(files, "/etc/passwd", PASSWD);
        text(files, "/etc/group", GROUP);
        text(files, "/etc/hosts", HOSTS);
        text(files, "/etc/hostname", "ktstr\n");
        text(files, "/etc/nsswitch.conf", NSSWITCH);
        text(files, "/etc/os-release", OS_RELEASE);
        libraries(files);
        locale(files);
        return files;
    }

    private static void libraries(GuestFiles files) throws IOException {
        Path loader = Path.of(LOADER);
        if (!Files.exists(loader)) {
            throw PlanException.of(
                    "make the guest's image: no " + LOADER + " on this host; run on an x86-64 Linux with glibc");
        }
        files.file(LOADER, loader.toRealPath(), 0755);
        Closure.ofHost().addLibraries(files, LIBRARIES);
    }

    /// UTF-8 for programs that ask for `C.UTF-8`, where the host has it as files.
    private static void locale(GuestFiles files) throws IOException {
        Path locale = Path.of(LOCALE);
        if (!Files.isDirectory(locale)) {
            return;
        }
        try (Stream<Path> all = Files.walk(locale)) {
            for (Path file : (Iterable<Path>) all.filter(Files::isRegularFile)::iterator) {
                files.file(file.toString(), file.toRealPath(), 0644);
            }
        }
    }

    private static void text(GuestFiles files, String path, String text) {
        files.file(path, text.getBytes(UTF_8), 0644);
    }
}
