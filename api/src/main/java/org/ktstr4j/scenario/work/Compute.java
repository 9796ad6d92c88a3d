// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.scenario.work;

/// Work that never blocks by its own will.
public sealed interface Compute extends Work {
    /// Spins with the pause instruction, as somebody who waits for a lock does.
    record SpinWait() implements Compute {}

    /// Gives the CPU away all the time.
    record YieldHeavy() implements Compute {}

    /// Computes a little, then gives the CPU away.
    ///
    /// @param turns turns of a loop between
    record Mixed(int turns) implements Compute {
        /// The usual.
        public Mixed() {
            this(1024);
        }
    }

    /// Four independent chains of multiplications: many instructions per cycle.
    ///
    /// @param turns multiplications of each chain in an iteration
    record AluHot(int turns) implements Compute {
        /// The usual.
        public AluHot() {
            this(4096);
        }
    }

    /// Many instructions per cycle, then few, in turn.
    ///
    /// @param hotTurns multiplications
    /// @param coldReads reads at random places
    /// @param sizeMib memory that is read, MiB
    record IpcVariance(int hotTurns, int coldReads, int sizeMib) implements Compute {
        /// The usual.
        public IpcVariance() {
            this(100_000, 1024, 64);
        }
    }

    /// Pairs of spinners, each pair on the two threads of one core; refused where no core has two.
    record SmtSiblingSpin() implements Compute {
        @Override
        public int team() {
            return 2;
        }
    }

    /// Walks over memory with a given step.
    ///
    /// @param sizeKib memory, KiB
    /// @param stepB distance of two touches, bytes
    record CachePressure(int sizeKib, int stepB) implements Compute {
        /// The usual.
        public CachePressure() {
            this(32, 64);
        }
    }

    /// Walks over memory, then gives the CPU away: is it put back to where it was warm?
    ///
    /// @param sizeKib memory, KiB
    /// @param stepB distance of two touches, bytes
    record CacheYield(int sizeKib, int stepB) implements Compute {
        /// The usual.
        public CacheYield() {
            this(32, 64);
        }
    }

    /// Touches random pages of its memory, then gives all of them back.
    ///
    /// @param sizeKib memory, KiB
    /// @param pages touches in an iteration
    /// @param turns turns of a loop after them
    record PageFaultChurn(int sizeKib, int pages, int turns) implements Compute {
        /// The usual.
        public PageFaultChurn() {
            this(4096, 256, 64);
        }
    }
}
