// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.scenario.plan;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.ktstr4j.payload.Payload;
import org.ktstr4j.scenario.work.Affinity;
import org.ktstr4j.scenario.work.WorkGroup;

/// Something that changes while a scenario runs. Names mean the step's own cgroups first, then those of
/// the backdrop; a name that means nothing fails the scenario.
public sealed interface Op {
    /// Makes a cgroup with all that belongs to it. It lasts until the step ends.
    ///
    /// @param cgroup what to make; no cgroup of this name may be there
    record Add(CgroupDef cgroup) implements Op {}

    /// Stops the workers of a cgroup, collects what they counted, kills what is left, and removes it.
    ///
    /// @param cgroup its name
    record Remove(String cgroup) implements Op {}

    /// Stops the workers of a cgroup and collects what they counted; the cgroup stays.
    ///
    /// @param cgroup its name
    record Stop(String cgroup) implements Op {}

    /// Gives a cgroup other CPUs.
    ///
    /// @param cgroup its name
    /// @param cpus which
    record SetCpuset(String cgroup, CpusetSpec cpus) implements Op {}

    /// Lets a cgroup use all CPUs of its parent again.
    ///
    /// @param cgroup its name
    record ClearCpuset(String cgroup) implements Op {}

    /// Gives each of two cgroups the CPUs of the other. Both must have some.
    ///
    /// @param one its name
    /// @param other its name
    record SwapCpusets(String one, String other) implements Op {}

    /// Changes a limit or weight.
    ///
    /// @param cgroup its name
    /// @param knob what to write
    record SetKnob(String cgroup, Knob knob) implements Op {}

    /// Starts more workers in a cgroup.
    ///
    /// @param cgroup its name; empty for the cgroup that all of the test's are below
    /// @param group the workers
    record Spawn(String cgroup, WorkGroup group) implements Op {}

    /// Changes the affinity of all workers of a cgroup.
    ///
    /// @param cgroup its name
    /// @param affinity the CPUs they may use from now on; not [Affinity.Inherit], which says nothing
    record SetAffinity(String cgroup, Affinity affinity) implements Op {}

    /// Moves all workers of a cgroup to another, and what is counted of them with it.
    ///
    /// @param from its name
    /// @param to another name
    record MoveAll(String from, String to) implements Op {}

    /// Freezes a cgroup. It is thawed when it is stopped.
    ///
    /// @param cgroup its name
    record Freeze(String cgroup) implements Op {}

    /// Thaws a cgroup.
    ///
    /// @param cgroup its name
    record Unfreeze(String cgroup) implements Op {}

    /// Starts a program in the background. It is killed at the end of what it was started by: step or
    /// backdrop.
    ///
    /// @param payload what to run
    /// @param args arguments in addition to the payload's own
    /// @param cgroup name of the cgroup to run it in; empty for the parent of the test's
    /// @param counts whether its failed checks fail the scenario
    record Run(Payload payload, List<String> args, String cgroup, boolean counts) implements Op {
        /// With a list of its own.
        public Run {
            args = List.copyOf(args);
        }
    }

    /// Waits for a program that was started before, and judges it.
    ///
    /// @param payload its name
    /// @param limit how long at most; a program that is not done by then fails the scenario
    record Wait(String payload, Duration limit) implements Op {}

    /// Kills a program that was started before, and keeps what it measured.
    ///
    /// @param payload its name
    record Kill(String payload) implements Op {}

    /// Notes who is in a cgroup now.
    ///
    /// @param tag under which the pids are to be found in the result
    /// @param cgroup its name
    record Capture(String tag, String cgroup) implements Op {}

    /// Starts, stops or exchanges the scheduler under test.
    ///
    /// @param action what to do
    /// @param scheduler name of a scheduler constant that the test reads; empty for the one that the test
    ///     declares, and for [Action#DETACH] and [Action#RESTART]
    record Scheduler(Action action, String scheduler) implements Op {}

    /// What can be done with schedulers.
    enum Action {
        /// Starts it; none may run.
        ATTACH,
        /// Ends it; the kernel's own takes over.
        DETACH,
        /// Ends it and starts it again.
        RESTART,
        /// Ends the one that runs and starts this one.
        REPLACE
    }

    /// {@return the start of a scheduler}
    ///
    /// @param scheduler a constant of the test's class, so that its program travels with the test
    static Op attach(org.ktstr4j.scheduler.Scheduler scheduler) {
        return new Scheduler(Action.ATTACH, scheduler.name());
    }

    /// {@return the end of the scheduler that runs}
    static Op detach() {
        return new Scheduler(Action.DETACH, "");
    }

    /// {@return its name, as messages show it: `SetCpuset`}
    default String name() {
        return getClass().getSimpleName();
    }

    /// {@return it in a few words, as timelines show it: `SetCpuset left`, `attach simple`}
    default String summary() {
        String what = switch (this) {
            case Add(CgroupDef cgroup) -> cgroup.name();
            case Remove(String cgroup) -> cgroup;
            case Stop(String cgroup) -> cgroup;
            case SetCpuset(String cgroup, var ignored) -> cgroup;
            case ClearCpuset(String cgroup) -> cgroup;
            case SwapCpusets(String one, String other) -> one + " " + other;
            case SetKnob(String cgroup, Knob knob) -> cgroup + " " + knob.file() + " " + knob.value();
            case Spawn(String cgroup, WorkGroup group) ->
                cgroup + " " + group.work().name();
            case SetAffinity(String cgroup, var ignored) -> cgroup;
            case MoveAll(String from, String to) -> from + " " + to;
            case Freeze(String cgroup) -> cgroup;
            case Unfreeze(String cgroup) -> cgroup;
            case Run run -> run.payload().name();
            case Wait(String payload, var ignored) -> payload;
            case Kill(String payload) -> payload;
            case Capture(String tag, var ignored) -> tag;
            case Scheduler(var ignored, String scheduler) -> scheduler;
        };
        String name = this instanceof Scheduler(Action action, var ignored)
                ? action.name().toLowerCase(Locale.ROOT)
                : name();
        return what.isEmpty() ? name : name + " " + what;
    }
}
