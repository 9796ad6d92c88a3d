// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.vm;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;

/// Scripts that keep the promise of `kt guard`, so that this room's tests need no native build.
final class StandInGuard {
    private StandInGuard() {}

    /// {@return a script that kills the command when its stdin ends, then removes what it was told to}
    static Path write(Path dir) throws IOException {
        return script(dir.resolve("guard"), """
                #!/bin/sh
                shift
                remove=
                while [ "$1" = --remove ]; do remove="$remove $2"; shift 2; done
                shift
                exec 3<&0
                "$@" </dev/null 3<&- &
                command=$!
                { cat <&3 >/dev/null; kill -9 $command; } 2>/dev/null &
                watcher=$!
                exec 3<&-
                wait $command
                code=$?
                kill $watcher 2>/dev/null
                rm -rf $remove
                exit $code
                """);
    }

    /// {@return the object of this build that QEMU loads, unpacked}
    static Path preload(Path dir) throws IOException {
        Path file = dir.resolve("preload.so");
        try (InputStream in = StandInGuard.class.getClassLoader().getResourceAsStream("META-INF/ktstr4j/preload.so")) {
            Files.copy(Objects.requireNonNull(in, "no preload.so on the class path; build native first"), file);
        }
        return file;
    }

    static Path script(Path file, String text) throws IOException {
        Files.writeString(file, text);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
