// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.export;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Collectors;
import org.ktstr4j.topology.Topology;

/// The script of a `.run` file: frozen values, then the same text in each.
///
/// @param test class and method, as the runner takes them
/// @param display name that people use
/// @param topology what the machine must have at least
/// @param memoryMib what the test's guest has, MiB
/// @param timeoutS seconds allowed to the body
/// @param scheduling what its schedulers ask and change
/// @param git the commit that it was made from, or `unknown`
/// @param archiveSha256 of the archive before base64, 64 hex digits
/// @param archiveFiles number of entries in it
public record Script(
        String test,
        String display,
        Topology topology,
        int memoryMib,
        long timeoutS,
        Scheduling scheduling,
        String git,
        String archiveSha256,
        int archiveFiles) {
    /// The line between script and archive.
    public static final String MARKER = "__ARCHIVE__";

    private static final String BODY = "export.bash";

    /// {@return all of it, the marker's line included}
    public String text() {
        return frozen() + body() + MARKER + "\n";
    }

    /// {@return what differs between files: the values}
    String frozen() {
        StringBuilder text = new StringBuilder("""
                #!/bin/bash
                # SPDX-License-Identifier: Apache-2.0
                # A test of ktstr4j as a file: read the script before you run it as root. What follows it is an archive.
                # Stages are words, not commands; the traps call what looks unreachable; A && B || exit is meant;
                # values may look like code, and are quoted because they are none.
                # shellcheck disable=SC2034,SC2209,SC2317,SC2015,SC2016,SC1003
                if [ -z "${BASH_VERSION:-}" ]; then echo "run this file with bash: bash FILE.run" >&2; exit 69; fi
                trap 'echo "this file was cut off: copy it again" >&2; echo "stage: file" >&2; exit 69' EXIT
                """);
        set(text, "TEST", test);
        set(text, "DISPLAY_NAME", display);
        set(text, "GIT", git);
        set(text, "NODES", topology.nodes());
        set(text, "LLCS", topology.llcs());
        set(text, "CORES", topology.coresPerLlc());
        set(text, "THREADS", topology.threadsPerCore());
        set(text, "TIMEOUT_S", timeoutS);
        set(text, "MEMORY_MIB", memoryMib);
        set(text, "SCHEDULERS", scheduling.names());
        set(text, "SCHED_EXT", String.join(", ", scheduling.schedExt()));
        set(text, "KERNELS", scheduling.kernels());
        set(text, "KERNEL_ARGS", scheduling.kernelArgs());
        set(text, "SYSCTLS", scheduling.sysctls());
        set(text, "DISABLE", scheduling.disable());
        set(text, "WATCHDOG_REFUSAL", scheduling.watchdogRefusal());
        set(text, "ARCHIVE_SHA256", archiveSha256);
        set(text, "ARCHIVE_FILES", archiveFiles);
        return text.toString();
    }

    private static void set(StringBuilder text, String name, String value) {
        text.append(name).append('=').append(quote(value)).append('\n');
    }

    private static void set(StringBuilder text, String name, long value) {
        text.append(name).append('=').append(value).append('\n');
    }

    private static void set(StringBuilder text, String name, List<String> values) {
        String words = values.stream().map(Script::quote).collect(Collectors.joining(" "));
        text.append(name).append("=(").append(words).append(")\n");
    }

    /// {@return one word of the shell that is this text, whatever it holds; on one line, so that no line of
    /// it is the marker's}
    ///
    /// @param text without NUL
    static String quote(String text) {
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("quote for the shell: the text has a NUL character");
        }
        return "'" + text.replace("'", "'\\''").replace("\n", "'$'\\n''") + "'";
    }

    private static String body() {
        try (InputStream in = Script.class.getResourceAsStream(BODY)) {
            if (in == null) throw new IllegalStateException("no resource " + BODY + " beside " + Script.class);
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
