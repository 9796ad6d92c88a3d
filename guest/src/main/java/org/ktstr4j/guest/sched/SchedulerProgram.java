// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.guest.sched;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.ktstr4j.payload.launch.Ended;
import org.ktstr4j.payload.launch.Launched;

/// The process of a scheduler: what it prints is taken as it comes, and its end is told by the launcher.
final class SchedulerProgram implements AutoCloseable {
    private final Launched process;
    private final BiConsumer<byte[], Integer> text;
    private final CountDownLatch streams = new CountDownLatch(2);
    private volatile @Nullable Ended ended;

    private SchedulerProgram(Launched process, BiConsumer<byte[], Integer> text) {
        this.process = process;
        this.text = text;
    }

    /// {@return the program, watched from now on}
    ///
    /// @param text takes what it prints
    /// @param onEnd is called, on another thread, when it has ended and all it printed has been taken
    static SchedulerProgram watch(Launched process, BiConsumer<byte[], Integer> text, Runnable onEnd) {
        SchedulerProgram program = new SchedulerProgram(process, text);
        program.thread("out", () -> program.drain(process.stdout()));
        program.thread("err", () -> program.drain(process.stderr()));
        program.thread("end", () -> program.await(onEnd));
        return program;
    }

    private void thread(String name, Runnable body) {
        Thread.ofPlatform().daemon().name("ktstr-scheduler-" + name).start(body);
    }

    private void drain(InputStream in) {
        byte[] buffer = new byte[8192];
        try {
            for (int n; (n = in.read(buffer)) >= 0; ) text.accept(buffer, n);
        } catch (IOException e) {
            // closed: nobody wants the rest
        } finally {
            streams.countDown();
        }
    }

    private void await(Runnable onEnd) {
        try {
            Ended end = process.await(-1).orElseThrow();
            // A child that it left behind may hold its streams, though it is killed with it.
            if (!streams.await(2, TimeUnit.SECONDS)) process.close();
            ended = end;
            onEnd.run();
        } catch (IOException | InterruptedException e) {
            // closed by us, or kt exec is gone, of which kt init tells
        }
    }

    long pid() {
        return process.pid();
    }

    long startedAtNs() {
        return process.startedAtNs();
    }

    /// {@return how it ended, null while it runs}
    @Nullable
    Ended ended() {
        return ended;
    }

    /// Asks it to end: SIGTERM.
    void stop() {
        ProcessHandle.of(process.pid()).ifPresent(ProcessHandle::destroy);
    }

    void kill() {
        process.kill();
    }

    @Override
    public void close() {
        process.close();
    }
}
