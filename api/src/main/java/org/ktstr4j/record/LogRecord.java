// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.record;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ktstr4j.payload.PayloadRecord;
import org.ktstr4j.scenario.stats.GroupStats;
import org.ktstr4j.scheduler.SchedulerAttached;
import org.ktstr4j.scheduler.SchedulerEnd;
import org.ktstr4j.verdict.AssertResult;

/// One record of a run, as docs/records.md lists them.
public sealed interface LogRecord {
    /// `kt init` runs.
    ///
    /// @param kernel release of the running kernel, as `uname -r` prints it
    /// @param version version of `kt`
    record Hello(String kernel, String version) implements LogRecord {}

    /// The agent waits for its order.
    record Ready() implements LogRecord {}

    /// What the guest's sysfs shows of the declared topology.
    ///
    /// @param declared what was declared, `NnNlNcNt`
    /// @param differences what differs, one sentence each; empty if nothing does
    record TopologySeen(String declared, List<String> differences) implements LogRecord {}

    /// The order is unpacked: from here on trouble belongs to the test.
    record Taken() implements LogRecord {}

    /// The body starts.
    record BodyStarted() implements LogRecord {}

    /// Text that the agent's process wrote; a chunk, not a line.
    ///
    /// @param error whether it went to standard error
    /// @param bytes as written; may end inside a character
    @SuppressWarnings("ArrayRecordComponent") // never compared; a copy per chunk would be for nothing
    record Text(boolean error, byte[] bytes) implements LogRecord {}

    /// One finished payload invocation.
    ///
    /// @param payload what ran and what came of it
    record PayloadFinished(PayloadRecord payload) implements LogRecord {}

    /// What the body came to.
    ///
    /// @param result the verdict it returned, or the one made of what it threw
    /// @param thrown what it threw, null if it returned
    record Result(AssertResult result, @Nullable Thrown thrown) implements LogRecord {}

    /// How the agent's process ended.
    ///
    /// @param code exit code, -1 after a signal
    /// @param signal signal number, 0 after an exit
    record AgentExit(int code, int signal) implements LogRecord {}

    /// The time allowed to the body is over.
    ///
    /// @param deadlineNs the time allowed, ns of guest time
    record TimedOut(long deadlineNs) implements LogRecord {}

    /// The last record of a run.
    ///
    /// @param reason why the guest ends
    record End(String reason) implements LogRecord {}

    /// A remark.
    ///
    /// @param text the remark
    record Note(String text) implements LogRecord {}

    /// `kt init` could not do its part.
    ///
    /// @param text what it was doing and what it found
    record GuestError(String text) implements LogRecord {}

    /// The kernel's slice was set to what the seed has drawn.
    ///
    /// @param ns length of a slice in this run, ns
    /// @param ownNs what the kernel had before, ns
    record Slice(long ns, long ownNs) implements LogRecord {}

    /// A scenario begins.
    ///
    /// @param scenario as JSON
    /// @param plannedNs how long all its holds are together
    /// @param profile name of the profile on which its limits stand
    /// @param limits in words, with the layer that set each
    record ScenarioBegan(String scenario, long plannedNs, String profile, String limits) implements LogRecord {}

    /// Something in a scenario was done, or begins.
    ///
    /// @param step number of the step, from 1; 0 for the backdrop
    /// @param name of the step; empty if it has none
    /// @param what `begin`, the name of an operation that was done, `hold`, `end`
    /// @param iterations of all workers so far, −1 if it was not asked for
    record Mark(int step, String name, String what, long iterations) implements LogRecord {}

    /// What a group of workers counted over its life.
    ///
    /// @param group its numbers
    record Workers(GroupStats group) implements LogRecord {}
    /// A scheduler's program was started, or a builtin one is being enabled.
    ///
    /// @param name the scheduler's label
    /// @param argv program and arguments; the enabling writes of a builtin one
    /// @param pid process id in the guest, 0 if it has none
    record SchedulerStarted(String name, List<String> argv, long pid) implements LogRecord {
        /// A record with a list of its own.
        public SchedulerStarted {
            argv = List.copyOf(argv);
        }
    }

    /// A scheduler has attached.
    ///
    /// @param attached which, how long it took, and its BPF programs
    record SchedulerUp(SchedulerAttached attached) implements LogRecord {}

    /// Text that a scheduler's program printed, standard output and error as they came; a chunk, not a line.
    ///
    /// @param bytes as written; may end inside a character
    @SuppressWarnings("ArrayRecordComponent") // never compared; a copy per chunk would be for nothing
    record SchedulerText(byte[] bytes) implements LogRecord {}

    /// What became of a scheduler that was started.
    ///
    /// @param end the outcome with its evidence
    record SchedulerEnded(SchedulerEnd end) implements LogRecord {}

    /// A record that this version cannot read.
    ///
    /// @param what type and reason
    record Unread(String what) implements LogRecord {}
}
