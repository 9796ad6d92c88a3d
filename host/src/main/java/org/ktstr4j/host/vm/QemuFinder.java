// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.vm;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.ktstr4j.plan.PlanException;

/// Looks for QEMU: `$KTSTR_QEMU`, else `qemu-system-x86_64` on `$PATH`. Asks a program once for its version.
public final class QemuFinder {
    private static final String PROGRAM = "qemu-system-x86_64";
    private static final String VARIABLE = "KTSTR_QEMU";
    private static final String REMEDY = "run ./ktstr setup, or set " + VARIABLE + " to one";
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private record Seen(Path path, FileTime modified) {}

    private final Map<String, String> environment;
    private final Map<Seen, QemuVersion> versions = new ConcurrentHashMap<>();

    /// A finder that sees these variables.
    public QemuFinder(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /// {@return QEMU as this process's environment gives it}
    public static QemuFinder ofEnvironment() {
        return new QemuFinder(System.getenv());
    }

    /// {@return a QEMU that is new enough}
    ///
    /// @throws PlanException if there is none, it cannot be run, or it is too old
    public QemuBinary find() {
        Path path = locate();
        QemuVersion version = version(path);
        if (version.major() < QemuBinary.OLDEST_MAJOR) {
            throw PlanException.of("find QEMU: %s is version %s, needs %d or newer; %s"
                    .formatted(path, version, QemuBinary.OLDEST_MAJOR, REMEDY));
        }
        return new QemuBinary(path, version);
    }

    private Path locate() {
        String forced = environment.get(VARIABLE);
        if (forced != null && !forced.isEmpty()) {
            Path path = Path.of(forced).toAbsolutePath();
            if (!Files.isExecutable(path) || Files.isDirectory(path)) {
                String found = Files.exists(path) ? "not an executable file" : "no such file";
                throw PlanException.of("find QEMU: %s is \"%s\", %s; set it to a %s, or unset it"
                        .formatted(VARIABLE, forced, found, PROGRAM));
            }
            return path;
        }
        String search = environment.getOrDefault("PATH", "");
        return onPath(search)
                .orElseThrow(() ->
                        PlanException.of("find QEMU: no %s on PATH \"%s\"; %s".formatted(PROGRAM, search, REMEDY)));
    }

    private static Optional<Path> onPath(String search) {
        for (String dir : search.split(File.pathSeparator, -1)) {
            Path candidate = Path.of(dir.isEmpty() ? "." : dir, PROGRAM).toAbsolutePath();
            if (Files.isExecutable(candidate) && !Files.isDirectory(candidate)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    private QemuVersion version(Path path) {
        Seen seen = new Seen(path, modified(path));
        QemuVersion known = versions.get(seen);
        if (known != null) {
            return known;
        }
        String printed;
        try {
            printed = Output.of(List.of(path.toString(), "--version"), "", LIMIT);
        } catch (VmException e) {
            throw new PlanException("find QEMU: %s; %s".formatted(e.getMessage(), REMEDY), e);
        }
        QemuVersion version = QemuVersion.parse(printed)
                .orElseThrow(() -> PlanException.of("find QEMU: %s --version printed \"%s\", not a version of QEMU; %s"
                        .formatted(path, firstLine(printed), REMEDY)));
        versions.put(seen, version);
        return version;
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }

    private static FileTime modified(Path path) {
        try {
            return Files.getLastModifiedTime(path);
        } catch (IOException e) {
            throw new PlanException("find QEMU: %s: cannot be looked at: %s; %s".formatted(path, e, REMEDY), e);
        }
    }
}
