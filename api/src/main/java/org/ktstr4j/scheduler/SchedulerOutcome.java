// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.scheduler;

/// What became of a scheduler that was to be started. Each start ends in exactly one of these.
public enum SchedulerOutcome {
    /// It ran until it was told to stop, and is detached.
    STOPPED("stopped"),
    /// Its program could not be started at all.
    COULD_NOT_START("could not start"),
    /// Its program ended before anything was attached.
    EXITED_EARLY("exited before it attached"),
    /// The kernel's verifier refused one of its programs.
    REJECTED("rejected by the verifier"),
    /// It ran for as long as it may take, and attached nothing.
    NOT_ATTACHED("did not attach"),
    /// What was attached is not what was expected.
    ATTACHED_OTHER("attached something else"),
    /// Its program ended while it was attached, by a signal or with an exit code other than 0.
    DIED("died"),
    /// It detached and ended by itself, with exit code 0, while it was needed.
    EXITED("ended by itself"),
    /// The kernel took it away because of an error.
    EJECTED("ejected by the kernel"),
    /// The kernel took it away because a task did not get to run.
    STALLED("stalled"),
    /// SysRq-S took it away.
    EJECTED_BY_SYSRQ("ejected by SysRq"),
    /// Its program is gone and it is still attached.
    STILL_ATTACHED("still attached after it was stopped");

    private final String label;

    SchedulerOutcome(String label) {
        this.label = label;
    }

    /// {@return the words in messages and in JSON}
    public String label() {
        return label;
    }

    /// {@return whether it never scheduled anything for the test}
    public boolean beforeAttach() {
        return switch (this) {
            case COULD_NOT_START, EXITED_EARLY, REJECTED, NOT_ATTACHED, ATTACHED_OTHER -> true;
            default -> false;
        };
    }

    /// {@return the outcome with these words}
    ///
    /// @param label what [#label] gave
    /// @throws IllegalArgumentException if there is none
    public static SchedulerOutcome of(String label) {
        for (SchedulerOutcome outcome : values()) if (outcome.label.equals(label)) return outcome;
        throw new IllegalArgumentException("read scheduler outcome: \"" + label + "\" is not known to this version");
    }
}
