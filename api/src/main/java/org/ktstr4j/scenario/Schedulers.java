// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.scenario;

import java.time.Duration;
import java.util.Optional;
import org.ktstr4j.scheduler.ExitKind;
import org.ktstr4j.scheduler.Expectation;
import org.ktstr4j.scheduler.Scheduler;
import org.ktstr4j.scheduler.SchedulerAttached;
import org.ktstr4j.scheduler.SchedulerEnd;
import org.ktstr4j.scheduler.SchedulerException;

/// The schedulers of a test. At most one is attached; while none is, the kernel's own runs.
///
/// When an attached scheduler ends in a way that the test does not expect, the body's thread is interrupted at
/// once: whatever it waits for ends there, and the verdict says what became of the scheduler.
public interface Schedulers {
    /// {@return the scheduler that is attached now, with its process id; empty while the kernel's own runs}
    Optional<SchedulerAttached> attached();

    /// {@return what became of the last scheduler that ended, empty if none has}
    Optional<SchedulerEnd> lastEnd();

    /// Starts a scheduler and waits until the kernel says that it is enabled.
    ///
    /// Returns without one attached only if the test expected just that end.
    ///
    /// @param scheduler a constant of the test's class, so that its program travels with the test
    /// @throws SchedulerException if it does not attach, or another one is attached
    void attach(Scheduler scheduler);

    /// {@return what became of the attached scheduler after it was told to stop: its program is gone and the
    /// kernel's own scheduler runs again}
    ///
    /// @throws SchedulerException if none is attached, or it cannot be brought away
    SchedulerEnd detach();

    /// Detaches the attached scheduler and starts it again.
    ///
    /// @throws SchedulerException if none is attached, or one of the steps fails
    void restart();

    /// Detaches the attached scheduler, if there is one, and starts another.
    ///
    /// @param scheduler a constant of the test's class, so that its program travels with the test
    /// @throws SchedulerException if one of the steps fails
    void replace(Scheduler scheduler);

    /// Says how the scheduler that is attached, or is started next, is to end. If it ends in another way, or is still
    /// attached when the test ends, the test fails. The body is not interrupted by the expected end.
    ///
    /// @param expectation the end
    void expect(Expectation expectation);

    /// Says that the kernel is to eject the scheduler; see [#expect].
    ///
    /// @param kind the kernel's kind of exit
    /// @param textContains text that must be in the kernel's message, its dump, or the scheduler's log
    default void expectEjection(ExitKind kind, String textContains) {
        expect(Expectation.ejection(kind, textContains));
    }

    /// {@return what became of the attached scheduler, waiting for it; at once if it has ended already}
    ///
    /// @param limit guest time to wait at most
    /// @throws SchedulerException if it is still attached then, or none was started
    /// @throws InterruptedException if the thread was interrupted, which is what an unexpected end does
    SchedulerEnd awaitEnd(Duration limit) throws InterruptedException;
}
