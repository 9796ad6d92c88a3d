// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.vm;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/// A command under `kt guard`: killed, and its files removed, when the guard's stdin ends. It ends when this
/// process closes it and when this process dies, however it dies.
final class GuardedProcess implements AutoCloseable {
    private static final Duration KILL_LIMIT = Duration.ofSeconds(5);

    private final Process guard;

    private GuardedProcess(Process guard) {
        this.guard = guard;
    }

    /// {@return the command, running}
    ///
    /// @param remove what the guard removes after the end
    /// @param environment variables beside our own
    /// @param log where stdout and stderr of both go
    /// @throws VmException if the guard cannot be started
    static GuardedProcess start(
            Path guard, List<Path> remove, List<String> command, Map<String, String> environment, Path log) {
        List<String> words = new ArrayList<>(List.of(guard.toString(), "guard"));
        for (Path path : remove) {
            words.add("--remove");
            words.add(path.toString());
        }
        words.add("--");
        words.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.to(log.toFile()));
        builder.environment().putAll(environment);
        try {
            return new GuardedProcess(builder.start());
        } catch (IOException e) {
            throw VmException.of(
                    VmException.Stage.START,
                    "start QEMU under %s: %s; is it built and executable?".formatted(guard, e.getMessage()),
                    e);
        }
    }

    boolean isAlive() {
        return guard.isAlive();
    }

    /// {@return the process id of the guard}
    long pid() {
        return guard.pid();
    }

    /// {@return the process of the command itself}
    ///
    /// @throws VmException if there is none
    QemuProcess command() {
        return guard.children()
                .findFirst()
                .map(child -> new QemuProcess(child.pid()))
                .orElseThrow(() -> VmException.of(
                        VmException.Stage.START,
                        "look at QEMU: its guard (process %d) has no child".formatted(guard.pid())));
    }

    /// {@return the command's exit code, 128 + n after signal n; empty if it has not ended within the limit}
    OptionalInt exitCode(Duration limit) {
        try {
            return guard.waitFor(limit) ? OptionalInt.of(guard.exitValue()) : OptionalInt.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return OptionalInt.empty();
        }
    }

    /// Ends the command. Returns when it and the guard are gone.
    ///
    /// @throws VmException if the guard has not ended in time; it is killed then, and the kernel kills the
    /// command for it
    @Override
    public void close() {
        try {
            guard.getOutputStream().close();
        } catch (IOException e) {
            // The pipe is broken because the guard has ended.
        }
        if (exitCode(KILL_LIMIT).isEmpty()) {
            guard.destroyForcibly();
            throw VmException.of(
                    VmException.Stage.CLOSE,
                    "end QEMU: its guard (process %d) has not ended %d s after its stdin was closed; it was killed"
                            .formatted(guard.pid(), KILL_LIMIT.toSeconds()));
        }
    }
}
