// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.scenario.work;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Workers of one kind, placed alike.
///
/// @param work what they do
/// @param count how many there are
/// @param policy their scheduling policy
/// @param nice −20 to 19, null to leave it as it is
/// @param affinity the CPUs they may use
/// @param memory where their memory comes from
/// @param uid user they become, null to stay root
/// @param gid group they become, null to stay root
/// @param comm name of their threads, at most 15 bytes; empty to leave it
/// @param shape whether each is a process, or all are threads of one
/// @param jitter what the seed may vary
public record WorkGroup(
        Work work,
        Count count,
        Policy policy,
        @Nullable Integer nice,
        Affinity affinity,
        MemPolicy memory,
        @Nullable Integer uid,
        @Nullable Integer gid,
        String comm,
        Shape shape,
        Jitter jitter) {
    /// How workers of a group are made.
    public enum Shape {
        /// Each is a process of its own.
        PROCESS,
        /// All are threads of one process.
        THREAD
    }

    /// {@return workers of this kind, as many as the scenario gives by default, placed as they come}
    ///
    /// @param work what they do
    public static WorkGroup of(Work work) {
        return new WorkGroup(
                work,
                new Count.Default(),
                new Policy.Inherit(),
                null,
                new Affinity.Inherit(),
                MemPolicy.INHERIT,
                null,
                null,
                "",
                Shape.PROCESS,
                Jitter.NONE);
    }

    /// {@return so many workers of this kind}
    ///
    /// @param workers 1 and up
    /// @param work what they do
    /// @throws IllegalArgumentException if there would be none
    public static WorkGroup of(int workers, Work work) {
        return of(work).withWorkers(workers);
    }

    /// {@return a copy that does something else}
    ///
    /// @param other what they do
    public WorkGroup withWork(Work other) {
        return new WorkGroup(other, count, policy, nice, affinity, memory, uid, gid, comm, shape, jitter);
    }

    /// {@return a copy with so many workers}
    ///
    /// @param workers 1 and up
    /// @throws IllegalArgumentException if there would be none: checks would pass with nothing to check
    public WorkGroup withWorkers(int workers) {
        if (workers < 1) {
            throw new IllegalArgumentException(
                    "group of %s with %d workers: use 1 or more, or CgroupDef.empty".formatted(work.name(), workers));
        }
        return withCount(new Count.Fixed(workers));
    }

    /// {@return a copy with another count}
    ///
    /// @param other how many there are
    public WorkGroup withCount(Count other) {
        return new WorkGroup(work, other, policy, nice, affinity, memory, uid, gid, comm, shape, jitter);
    }

    /// {@return a copy with another policy}
    ///
    /// @param other scheduling policy
    public WorkGroup withPolicy(Policy other) {
        return new WorkGroup(work, count, other, nice, affinity, memory, uid, gid, comm, shape, jitter);
    }

    /// {@return a copy with another nice value}
    ///
    /// @param other −20 to 19
    public WorkGroup withNice(int other) {
        return new WorkGroup(work, count, policy, other, affinity, memory, uid, gid, comm, shape, jitter);
    }

    /// {@return a copy with another affinity}
    ///
    /// @param other the CPUs they may use
    public WorkGroup withAffinity(Affinity other) {
        return new WorkGroup(work, count, policy, nice, other, memory, uid, gid, comm, shape, jitter);
    }

    /// {@return a copy with another memory policy}
    ///
    /// @param other where their memory comes from
    public WorkGroup withMemory(MemPolicy other) {
        return new WorkGroup(work, count, policy, nice, affinity, other, uid, gid, comm, shape, jitter);
    }

    /// {@return a copy whose workers become this user and group}
    ///
    /// @param user user id
    /// @param group group id
    public WorkGroup withUser(int user, int group) {
        return new WorkGroup(work, count, policy, nice, affinity, memory, user, group, comm, shape, jitter);
    }

    /// {@return a copy whose threads have this name}
    ///
    /// @param name at most 15 bytes
    public WorkGroup withComm(String name) {
        return new WorkGroup(work, count, policy, nice, affinity, memory, uid, gid, name, shape, jitter);
    }

    /// {@return a copy whose workers are threads of one process}
    public WorkGroup asThreads() {
        return new WorkGroup(work, count, policy, nice, affinity, memory, uid, gid, comm, Shape.THREAD, jitter);
    }

    /// {@return a copy that the seed varies}
    ///
    /// @param other what varies
    public WorkGroup withJitter(Jitter other) {
        return new WorkGroup(work, count, policy, nice, affinity, memory, uid, gid, comm, shape, other);
    }

    /// {@return a copy that the seed varies, as its author says or else as usual}
    public WorkGroup varied() {
        return jitter.equals(Jitter.NONE) ? withJitter(Jitter.SEEDED) : this;
    }

    /// {@return how many workers there are}
    ///
    /// @param byDefault what the scenario gives to groups that say nothing
    /// @param cpus how many CPUs the group may use
    public int workers(int byDefault, int cpus) {
        return switch (count) {
            case Count.Default ignored -> byDefault;
            case Count.Fixed(int workers) -> workers;
            case Count.PerCpus(int pct) -> Math.ceilDiv(cpus * pct, 100);
        };
    }

    /// {@return what is wrong with it, as a sentence that ends in what to do; empty if nothing is}
    ///
    /// @param workers how many there are
    /// @param machineNodes NUMA nodes of the machine
    public Optional<String> problem(int workers, int machineNodes) {
        if (workers < 1) return Optional.of("%d workers: use 1 or more".formatted(workers));
        if (workers % work.team() != 0) {
            int less = workers / work.team() * work.team();
            return Optional.of("%d workers of %s: not a multiple of %d, which belong together; use %s%d"
                    .formatted(workers, work.name(), work.team(), less == 0 ? "" : less + " or ", less + work.team()));
        }
        if (nice != null && (nice < -20 || nice > 19)) return Optional.of("nice " + nice + ": use −20 to 19");
        if (comm.getBytes(java.nio.charset.StandardCharsets.UTF_8).length > 15) {
            return Optional.of("comm \"%s\": longer than 15 bytes; use a shorter one".formatted(comm));
        }
        if (jitter.spinPct() < 0 || jitter.spinPct() > 100) {
            return Optional.of("spin jitter of %d %%: use 0 to 100".formatted(jitter.spinPct()));
        }
        if (shape == Shape.THREAD && work.processOnly()) {
            return Optional.of(
                    "%s as threads: its workers must be processes; leave asThreads() out".formatted(work.name()));
        }
        return policy.problem().or(() -> memory.problem(machineNodes)).or(work::problem);
    }
}
