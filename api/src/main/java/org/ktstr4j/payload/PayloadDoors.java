// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.payload;

import java.io.File;
import java.lang.ref.Cleaner;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.ktstr4j.payload.launch.Launcher;

/// What payloads need of the guest: one for all invocations of a test, made by the agent. Safe for use by many
/// threads.
public final class PayloadDoors implements AutoCloseable {
    private static final long IDLE_THREAD_MS = 500;
    private static final long GRACE_NS = 10_000_000_000L;
    private static final AtomicInteger THREADS = new AtomicInteger();

    private final Launcher launcher;
    private final Recorder recorder;
    private final String cgroupParent;
    private final List<String> javaCommand;
    private final long graceNs;
    private final ExecutorService threads = new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            IDLE_THREAD_MS,
            TimeUnit.MILLISECONDS,
            new SynchronousQueue<>(),
            PayloadDoors::thread);
    private final Set<Live> live = new LinkedHashSet<>();
    private @Nullable Cleaner cleaner;
    private boolean closed;
    private int nextIndex;

    /// The doors of a guest in which Java payloads run on this runtime and class path.
    ///
    /// @param launcher starts processes
    /// @param recorder takes the record of each invocation
    /// @param cgroupParent absolute path of the cgroup below which a test has its own
    public PayloadDoors(Launcher launcher, Recorder recorder, String cgroupParent) {
        this(
                launcher,
                recorder,
                cgroupParent,
                List.of(
                        System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                        "-cp",
                        System.getProperty("java.class.path")));
    }

    /// The doors of a guest.
    ///
    /// @param launcher starts processes
    /// @param recorder takes the record of each invocation
    /// @param cgroupParent absolute path of the cgroup below which a test has its own
    /// @param javaCommand program and options before the main class of a Java payload: the runtime and the test's
    ///     class path
    public PayloadDoors(Launcher launcher, Recorder recorder, String cgroupParent, List<String> javaCommand) {
        this(launcher, recorder, cgroupParent, javaCommand, GRACE_NS);
    }

    PayloadDoors(Launcher launcher, Recorder recorder, String cgroupParent, List<String> javaCommand, long graceNs) {
        this.launcher = Objects.requireNonNull(launcher, "launcher");
        this.recorder = Objects.requireNonNull(recorder, "recorder");
        this.cgroupParent = Objects.requireNonNull(cgroupParent, "cgroupParent");
        this.javaCommand = List.copyOf(javaCommand);
        this.graceNs = graceNs;
    }

    /// {@return a run of this payload with its defaults, to be configured and started}
    ///
    /// @param payload what to run
    public PayloadRun payload(Payload payload) {
        return PayloadRun.of(payload, this);
    }

    /// Ends the test: kills what still runs, records it as abandoned, and starts nothing any more. Returns when
    /// every invocation has its record. A second call does nothing.
    @Override
    public void close() {
        List<Live> left;
        synchronized (this) {
            closed = true;
            left = List.copyOf(live);
        }
        RuntimeException failure = null;
        for (Live one : left) {
            try {
                one.abandon("the test ended while it ran");
            } catch (RuntimeException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    Launcher launcher() {
        return launcher;
    }

    Recorder recorder() {
        return recorder;
    }

    String cgroupParent() {
        return cgroupParent;
    }

    List<String> javaCommand() {
        return javaCommand;
    }

    /// {@return how long a killed program may take to be gone, and how long its streams may take to end after it}
    long graceNs() {
        return graceNs;
    }

    ExecutorService threads() {
        return threads;
    }

    /// Remembers a program that is about to be started; false if the test has ended.
    synchronized boolean began(Live one) {
        return !closed && live.add(one);
    }

    /// Forgets a program that has its record.
    synchronized void over(Live one) {
        live.remove(one);
    }

    /// Does something, on a thread of its own, when an object can no longer be reached. The action must not reach
    /// it.
    void whenLost(Object object, Runnable action) {
        synchronized (this) {
            if (cleaner == null) {
                cleaner = Cleaner.create();
            }
            ExecutorService pool = threads;
            cleaner.register(object, () -> pool.execute(action));
        }
    }

    /// Gives the invocation its number and keeps its record, one at a time, so that numbers and records have the
    /// same order.
    synchronized PayloadRecord record(IntFunction<PayloadRecord> numbered) {
        PayloadRecord record = numbered.apply(nextIndex);
        nextIndex++;
        recorder.record(record);
        return record;
    }

    // By hand: the JDK's builder of threads counts by a VarHandle, which takes a JVM long to link.
    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "ktstr-payload-" + THREADS.getAndIncrement());
        thread.setDaemon(true);
        return thread;
    }
}
