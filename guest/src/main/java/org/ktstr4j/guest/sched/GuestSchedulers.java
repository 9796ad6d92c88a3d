// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.guest.sched;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ktstr4j.record.Records;
import org.ktstr4j.scenario.Schedulers;
import org.ktstr4j.scheduler.Expectation;
import org.ktstr4j.scheduler.Scheduler;
import org.ktstr4j.scheduler.SchedulerAttached;
import org.ktstr4j.scheduler.SchedulerEnd;
import org.ktstr4j.scheduler.SchedulerException;
import org.ktstr4j.scheduler.SchedulerOutcome;
import org.ktstr4j.verdict.AssertResult;
import org.ktstr4j.verdict.DetailKind;
import org.ktstr4j.wire.FrameType;

/// The schedulers of one test. One thread at a time starts and stops them; it is the body's.
public final class GuestSchedulers implements Schedulers {
    private final Object lock = new Object();
    private final Surroundings guest;
    private final SchedExt kernel;
    private final Thread body;
    private @Nullable KernelEvidence evidence;
    private @Nullable SchedulerRun run;
    private @Nullable SchedulerAttached attached;
    private final List<SchedulerEnd> ends = new ArrayList<>();
    private @Nullable SchedulerEnd lastEnd;
    private @Nullable Expectation expectation;
    private AssertResult findings = AssertResult.none();
    private boolean ending;
    private boolean bodyOver;
    private boolean interrupted;

    /// Schedulers of the test whose body runs on this thread. Touches nothing until the first one is
    /// started.
    public GuestSchedulers(Surroundings guest, Thread body) {
        this.guest = guest;
        this.kernel = new SchedExt(guest.files().schedExt(), guest.files().sysrq());
        this.body = body;
    }

    @Override
    public Optional<SchedulerAttached> attached() {
        synchronized (lock) {
            return ending ? Optional.empty() : Optional.ofNullable(attached);
        }
    }

    @Override
    public Optional<SchedulerEnd> lastEnd() {
        synchronized (lock) {
            return Optional.ofNullable(lastEnd);
        }
    }

    /// {@return the scheduler that is attached}
    public Optional<Scheduler> running() {
        synchronized (lock) {
            return attached == null || run == null || ending ? Optional.empty() : Optional.of(run.scheduler());
        }
    }

    /// {@return what became of all that have ended, in order}
    public List<SchedulerEnd> ends() {
        synchronized (lock) {
            return List.copyOf(ends);
        }
    }

    @Override
    public void expect(Expectation wanted) {
        synchronized (lock) {
            expectation = wanted;
        }
    }

    @Override
    public void attach(Scheduler scheduler) {
        synchronized (lock) {
            if (run != null) {
                throw new SchedulerException(
                        "attach scheduler %s: %s is attached; the kernel takes one at a time: use replace, or detach it first"
                                .formatted(scheduler.name(), run.scheduler().name()),
                        null);
            }
        }
        if (!scheduler.active()) return;
        SchedulerRun next = new SchedulerRun(lock, this::ended, guest, scheduler, kernel, evidence());
        synchronized (lock) {
            run = next;
            ending = false;
        }
        SchedulerRun.Start start = uninterrupted("attach", next::start);
        SchedulerEnd end = start.end();
        synchronized (lock) {
            attached = start.attached();
            if (end != null) {
                over(end);
            } else if (next.over()) {
                changed(); // while its figures were asked for
            }
        }
        if (end != null && !lastEndAsExpected()) throw new SchedulerException("attach " + end.headline(), end);
    }

    private boolean lastEndAsExpected() {
        synchronized (lock) {
            return lastEnd != null && lastEnd.asExpected();
        }
    }

    private KernelEvidence evidence() {
        KernelEvidence of = evidence;
        if (of == null) {
            of = KernelEvidence.collect(guest, this::heard);
            evidence = of;
        }
        return of;
    }

    private void ended() {
        synchronized (lock) {
            changed();
        }
    }

    private void heard(String line) {
        synchronized (lock) {
            if (run != null && run.words().line(line)) changed();
        }
    }

    // With the lock held, when something about the scheduler has changed.
    private void changed() {
        lock.notifyAll();
        SchedulerRun now = run;
        if (now == null || attached == null || ending || !now.over()) return;
        ending = true;
        if (expectation == null && !bodyOver) {
            interrupted = true;
            body.interrupt();
        }
        Thread.ofPlatform().daemon().name("ktstr-scheduler-over").start(() -> finish(now));
    }

    private void finish(SchedulerRun now) {
        try {
            SchedulerEnd end = now.finish(false);
            synchronized (lock) {
                over(end);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody interrupts this thread
        }
    }

    // With the lock held.
    private void over(SchedulerEnd end) {
        SchedulerEnd judged = end.withExpected(expectation);
        guest.records().accept(FrameType.SCHED_END, Records.schedulerEnded(judged));
        if (run != null) findings = findings.merge(limits(run.scheduler(), end));
        lastEnd = judged;
        ends.add(judged);
        expectation = null;
        attached = null;
        run = null;
        ending = false;
        lock.notifyAll();
    }

    private static AssertResult limits(Scheduler scheduler, SchedulerEnd end) {
        AssertResult found = AssertResult.none();
        for (Map.Entry<String, Long> limit : scheduler.eventLimits().entrySet()) {
            Long seen = end.events().get(limit.getKey());
            if (seen == null) {
                found = found.merge(AssertResult.inconclusive(
                        DetailKind.MONITOR,
                        "scheduler %s: expected %s ≤ %d, but the kernel did not say how often it happened"
                                .formatted(scheduler.name(), limit.getKey(), limit.getValue())));
            } else if (seen > limit.getValue()) {
                found = found.merge(AssertResult.fail(
                        DetailKind.MONITOR,
                        "scheduler %s: expected %s ≤ %d, was %d"
                                .formatted(scheduler.name(), limit.getKey(), limit.getValue(), seen)));
            }
        }
        return found;
    }

    @Override
    public SchedulerEnd detach() {
        SchedulerRun now;
        synchronized (lock) {
            if (run == null || ending) {
                throw new SchedulerException(
                        "detach: no scheduler is attached"
                                + (lastEnd == null ? "; attach one first" : "; the last was " + lastEnd.headline()),
                        lastEnd);
            }
            now = run;
            attached = null; // from here on its end is asked for
        }
        SchedulerEnd end = uninterrupted("detach", now::stop);
        synchronized (lock) {
            over(end);
            if (end.outcome() != SchedulerOutcome.STOPPED && !lastEndAsExpected()) {
                throw new SchedulerException("detach " + end.headline(), end);
            }
            return lastEnd == null ? end : lastEnd;
        }
    }

    @Override
    public void restart() {
        Scheduler again;
        synchronized (lock) {
            if (run == null) throw new SchedulerException("restart: no scheduler is attached; attach one first", null);
            again = run.scheduler();
        }
        detach();
        attach(again);
    }

    @Override
    public void replace(Scheduler scheduler) {
        boolean some;
        synchronized (lock) {
            some = run != null;
        }
        if (some) detach();
        attach(scheduler);
    }

    @Override
    public SchedulerEnd awaitEnd(Duration limit) throws InterruptedException {
        long deadlineNs = System.nanoTime() + limit.toNanos();
        synchronized (lock) {
            if (run == null && lastEnd == null) {
                throw new SchedulerException("wait for the scheduler's end: none was started; attach one first", null);
            }
            while (run != null) {
                long leftMs = (deadlineNs - System.nanoTime()) / 1_000_000;
                if (leftMs <= 0) {
                    throw new SchedulerException(
                            "wait for the end of scheduler %s: it was still attached after %s"
                                    .formatted(run.scheduler().name(), limit),
                            null);
                }
                lock.wait(leftMs);
            }
            return Objects.requireNonNull(lastEnd);
        }
    }

    /// The body has returned or thrown: it is not interrupted any more.
    ///
    /// @return whether it was, because its scheduler had ended
    public boolean bodyOver() {
        synchronized (lock) {
            bodyOver = true;
            if (interrupted) Thread.interrupted();
            return interrupted;
        }
    }

    /// Stops what is attached; waits for an end that is under way.
    ///
    /// @return what was found besides the ends themselves, which have their own records
    public AssertResult close() {
        SchedulerRun now;
        synchronized (lock) {
            while (ending) {
                try {
                    lock.wait();
                } catch (InterruptedException e) {
                    // The end that is waited for comes by itself, and nothing after it is worth an interrupt.
                }
            }
            now = run;
            attached = null;
        }
        if (now != null) {
            SchedulerEnd end = uninterrupted("stop", now::stop);
            synchronized (lock) {
                over(end);
            }
        }
        KernelEvidence followed = evidence;
        if (followed != null) {
            uninterrupted("stop", () -> {
                followed.close();
                return true;
            });
        }
        synchronized (lock) {
            return findings;
        }
    }

    @FunctionalInterface
    private interface Step<T> {
        T take() throws InterruptedException;
    }

    private static <T> T uninterrupted(String what, Step<T> step) {
        try {
            return step.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SchedulerException(what + " scheduler: interrupted", null);
        }
    }
}
