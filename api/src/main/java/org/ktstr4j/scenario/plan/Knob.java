// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.scenario.plan;

import java.time.Duration;
import java.util.Optional;

/// A limit or weight of a cgroup, as one of its files takes it.
public sealed interface Knob {
    /// `cpu.weight`: 1 to 10000, 100 by default.
    ///
    /// @param weight share beside its siblings
    record CpuWeight(int weight) implements Knob {}

    /// `cpu.max`.
    ///
    /// @param quota CPU time in each period; zero for no limit
    /// @param period 1 ms to 1 s
    record CpuMax(Duration quota, Duration period) implements Knob {
        /// {@return a limit in percent of one CPU, in periods of 100 ms}
        ///
        /// @param pct 100 is one CPU
        public static CpuMax pct(int pct) {
            return new CpuMax(Duration.ofMillis(pct), Duration.ofMillis(100));
        }
    }

    /// `cpu.idle`.
    ///
    /// @param idle whether its tasks run as those of `SCHED_IDLE`
    record CpuIdle(boolean idle) implements Knob {}

    /// `memory.max`.
    ///
    /// @param bytes limit; below 0 for none
    record MemoryMax(long bytes) implements Knob {}

    /// `memory.high`.
    ///
    /// @param bytes from where on it is throttled; below 0 for none
    record MemoryHigh(long bytes) implements Knob {}

    /// `memory.low`.
    ///
    /// @param bytes that are protected
    record MemoryLow(long bytes) implements Knob {}

    /// `memory.swap.max`.
    ///
    /// @param bytes limit; below 0 for none
    record SwapMax(long bytes) implements Knob {}

    /// `io.weight`: 1 to 10000, 100 by default.
    ///
    /// @param weight share beside its siblings
    record IoWeight(int weight) implements Knob {}

    /// `pids.max`.
    ///
    /// @param pids limit, 1 and up; below 0 for none
    record PidsMax(long pids) implements Knob {}

    /// {@return the file's name}
    default String file() {
        return switch (this) {
            case CpuWeight ignored -> "cpu.weight";
            case CpuMax ignored -> "cpu.max";
            case CpuIdle ignored -> "cpu.idle";
            case MemoryMax ignored -> "memory.max";
            case MemoryHigh ignored -> "memory.high";
            case MemoryLow ignored -> "memory.low";
            case SwapMax ignored -> "memory.swap.max";
            case IoWeight ignored -> "io.weight";
            case PidsMax ignored -> "pids.max";
        };
    }

    /// {@return what is written to it}
    default String value() {
        return switch (this) {
            case CpuWeight(int weight) -> Integer.toString(weight);
            case CpuMax(Duration quota, Duration period) ->
                (quota.isZero() ? "max" : Long.toString(quota.toNanos() / 1000)) + " " + period.toNanos() / 1000;
            case CpuIdle(boolean idle) -> idle ? "1" : "0";
            case MemoryMax(long bytes) -> orMax(bytes);
            case MemoryHigh(long bytes) -> orMax(bytes);
            case MemoryLow(long bytes) -> Long.toString(bytes);
            case SwapMax(long bytes) -> orMax(bytes);
            case IoWeight(int weight) -> "default " + weight;
            case PidsMax(long pids) -> orMax(pids);
        };
    }

    /// {@return the controller that has the file: `cpu`, `memory`, `io`, `pids`}
    default String controller() {
        return file().substring(0, file().indexOf('.'));
    }

    /// {@return what is wrong with it; empty if nothing is}
    default Optional<String> problem() {
        return switch (this) {
            case CpuWeight(int weight) -> weight(weight);
            case IoWeight(int weight) -> weight(weight);
            case CpuMax(Duration quota, Duration period)
            when period.compareTo(Duration.ofMillis(1)) < 0
                    || period.compareTo(Duration.ofSeconds(1)) > 0
                    || (!quota.isZero() && quota.compareTo(Duration.ofMillis(1)) < 0) ->
                Optional.of(
                        "cpu.max of %d us in %d us: use a period of 1 ms to 1 s and a quota of 1 ms or more, or 0 for no limit"
                                .formatted(quota.toNanos() / 1000, period.toNanos() / 1000));
            case PidsMax(long pids)
            when pids == 0 -> Optional.of("pids.max of 0: no worker could start; use 1 or more");
            default -> Optional.empty();
        };
    }

    private Optional<String> weight(int weight) {
        return weight >= 1 && weight <= 10_000
                ? Optional.empty()
                : Optional.of("%s of %d: use 1 to 10000".formatted(file(), weight));
    }

    private static String orMax(long value) {
        return value < 0 ? "max" : Long.toString(value);
    }
}
