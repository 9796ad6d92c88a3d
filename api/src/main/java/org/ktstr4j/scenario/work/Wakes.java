// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.scenario.work;

import java.time.Duration;
import java.util.Optional;

/// Work that blocks and is woken: by a timer, a pipe, a futex, a signal.
public sealed interface Wakes extends Work {
    /// Computes for a while, sleeps for a while.
    ///
    /// @param burst how long it computes
    /// @param sleep how long it sleeps
    record Bursty(Duration burst, Duration sleep) implements Wakes {
        /// The usual.
        public Bursty() {
            this(Duration.ofMillis(50), Duration.ofMillis(100));
        }
    }

    /// Short work, short sleep: how late does the timer wake it?
    ///
    /// @param burst how long it computes
    /// @param sleep how long it sleeps
    /// @param precise with a timer slack of 1 ns, instead of the usual 50 us
    record IdleChurn(Duration burst, Duration sleep, boolean precise) implements Wakes {
        /// The usual.
        public IdleChurn() {
            this(Duration.ofMillis(1), Duration.ofMillis(5), false);
        }
    }

    /// Pairs that pass a message to and fro through pipes. The kernel wakes a pipe's reader
    /// synchronously: the waker is about to sleep.
    ///
    /// @param turns turns of a loop between
    record PipeIo(int turns) implements Wakes {
        /// The usual.
        public PipeIo() {
            this(1024);
        }

        @Override
        public int team() {
            return 2;
        }
    }

    /// Pairs that pass a message to and fro, each with warm memory that it walks over first.
    ///
    /// @param sizeKib memory of each, KiB
    /// @param lines touches before each message
    record CachePipe(int sizeKib, int lines) implements Wakes {
        /// The usual.
        public CachePipe() {
            this(32, 1024);
        }

        @Override
        public int team() {
            return 2;
        }
    }

    /// Pairs that take turns on a futex.
    ///
    /// @param turns turns of a loop between
    record FutexPingPong(int turns) implements Wakes {
        /// The usual.
        public FutexPingPong() {
            this(1024);
        }

        @Override
        public int team() {
            return 2;
        }
    }

    /// A messenger wakes all receivers with one call, again and again.
    ///
    /// @param receivers how many it wakes
    /// @param turns turns of a loop between
    record FutexFanOut(int receivers, int turns) implements Wakes {
        /// The usual.
        public FutexFanOut() {
            this(4, 1024);
        }

        @Override
        public int team() {
            return receivers + 1;
        }
    }

    /// A messenger wakes receivers, each of which sleeps a little and multiplies matrices: a server whose
    /// requests need the cache.
    ///
    /// @param receivers how many it wakes
    /// @param sizeKib three matrices of each receiver, KiB
    /// @param operations multiplications for a request
    /// @param pause sleep before them, and between two messages
    record FanOutCompute(int receivers, int sizeKib, int operations, Duration pause) implements Wakes {
        /// The usual.
        public FanOutCompute() {
            this(4, 256, 5, Duration.ofNanos(100_000));
        }

        @Override
        public int team() {
            return receivers + 1;
        }
    }

    /// A token goes round a ring of workers.
    ///
    /// @param stages workers in the ring
    /// @param byFutex by futex, not by pipe
    /// @param work what each does before it passes the token on
    record WakeChain(int stages, boolean byFutex, Duration work) implements Wakes {
        /// The usual.
        public WakeChain() {
            this(4, false, Duration.ofNanos(100_000));
        }

        @Override
        public int team() {
            return stages;
        }
    }

    /// One worker wakes all others at once, rarely.
    ///
    /// @param waiters the others
    /// @param turns turns of a loop of each that was woken
    /// @param pause between two wakes
    record ThunderingHerd(int waiters, int turns, Duration pause) implements Wakes {
        /// The usual.
        public ThunderingHerd() {
            this(7, 1000, Duration.ofMillis(5));
        }

        @Override
        public int team() {
            return waiters + 1;
        }
    }

    /// Writers fill an eventfd, waiters take from it through epoll, one woken for each.
    ///
    /// @param writers who fill it
    /// @param waiters who take from it
    /// @param burst how much is put in at once
    /// @param pause between two bursts
    record EpollStorm(int writers, int waiters, int burst, Duration pause) implements Wakes {
        /// The usual.
        public EpollStorm() {
            this(1, 2, 32, Duration.ofMillis(1));
        }

        @Override
        public int team() {
            return writers + waiters;
        }
    }

    /// Pairs that signal each other, thread to thread.
    ///
    /// @param burst exchanges in an iteration
    /// @param turns turns of a loop between
    record SignalStorm(int burst, int turns) implements Wakes {
        /// The usual.
        public SignalStorm() {
            this(16, 1024);
        }

        @Override
        public int team() {
            return 2;
        }
    }

    /// Pairs that take turns on a futex, each of a scheduling class of its own.
    ///
    /// @param firstClass of the one
    /// @param secondClass of the other
    /// @param turns turns of a loop between
    record AsymmetricWaker(SchedClass firstClass, SchedClass secondClass, int turns) implements Wakes {
        /// The usual.
        public AsymmetricWaker() {
            this(SchedClass.NORMAL, SchedClass.IDLE, 1024);
        }

        @Override
        public int team() {
            return 2;
        }
    }

    /// Workers that share a lock.
    ///
    /// @param contenders who share one
    /// @param holdTurns turns of a loop with the lock
    /// @param workTurns turns without it
    record MutexContention(int contenders, int holdTurns, int workTurns) implements Wakes {
        /// The usual.
        public MutexContention() {
            this(4, 256, 1024);
        }

        @Override
        public int team() {
            return contenders;
        }
    }

    /// Three `SCHED_FIFO` priorities; the lowest and the highest share a lock, the middle one only
    /// computes.
    ///
    /// @param holdTurns turns of a loop that the lowest holds it
    /// @param workTurns turns of the others
    /// @param inherit with a priority-inheriting futex, not a plain one
    /// @param pause sleep of each between
    record PriorityInversion(int holdTurns, int workTurns, boolean inherit, Duration pause) implements Wakes {
        /// The usual.
        public PriorityInversion() {
            this(4096, 1024, true, Duration.ofNanos(100_000));
        }

        @Override
        public int team() {
            return 3;
        }
    }

    /// Producers at a given rate, slow consumers, and a queue between that fills up.
    ///
    /// @param producers who put in
    /// @param consumers who take out
    /// @param rateHz items a second of each producer, 1 and up
    /// @param workTurns turns of a loop for each item
    /// @param capacity of the queue
    record ProducerConsumerImbalance(int producers, int consumers, int rateHz, int workTurns, int capacity)
            implements Wakes {
        /// The usual.
        public ProducerConsumerImbalance() {
            this(2, 1, 1000, 4096, 1024);
        }

        @Override
        public int team() {
            return producers + consumers;
        }

        @Override
        public Optional<String> problem() {
            return rateHz >= 1
                    ? Wakes.super.problem()
                    : Optional.of("rate_hz of ProducerConsumerImbalance is %d: use 1 or more".formatted(rateHz));
        }
    }

    /// A `SCHED_FIFO` worker that runs shortly and often, among spinners that it takes the CPU from.
    ///
    /// @param spinners the others
    /// @param turns turns of a loop of each
    /// @param period how often it runs
    record PreemptStorm(int spinners, int turns, Duration period) implements Wakes {
        /// The usual.
        public PreemptStorm() {
            this(2, 1024, Duration.ofMillis(1));
        }

        @Override
        public int team() {
            return spinners + 1;
        }
    }

    /// `SCHED_FIFO` workers that never block, and others that get what is left.
    ///
    /// @param hogs who never block
    /// @param victims the others
    /// @param priority of the hogs, 1 to 99
    /// @param turns turns of a loop in an iteration
    record RtStarvation(int hogs, int victims, int priority, int turns) implements Wakes {
        /// The usual.
        public RtStarvation() {
            this(1, 1, 50, 1024);
        }

        @Override
        public int team() {
            return hogs + victims;
        }
    }

    /// Scheduling classes of an [AsymmetricWaker], in the order of `asymmetric_waker.c`.
    enum SchedClass {
        /// `SCHED_NORMAL`.
        NORMAL(0),
        /// `SCHED_BATCH`.
        BATCH(1),
        /// `SCHED_IDLE`.
        IDLE(2),
        /// `SCHED_FIFO`, priority 1.
        FIFO(3);

        private final int number;

        SchedClass(int number) {
            this.number = number;
        }

        /// {@return its number for `kt work`}
        public int number() {
            return number;
        }
    }
}
