// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.ktstr4j.host.plan.Settings;
import org.ktstr4j.host.shrink.FailureKind;
import org.ktstr4j.host.shrink.Reductions;
import org.ktstr4j.host.shrink.Size;
import org.ktstr4j.payload.Payload;
import org.ktstr4j.plan.Order;
import org.ktstr4j.plan.PlanException;
import org.ktstr4j.record.History;
import org.ktstr4j.record.LogRecord;
import org.ktstr4j.scenario.plan.Scenario;

/// Looks for the smallest test that fails like a recorded one: takes one thing away after the other, and keeps what
/// still fails with one of a few seeds.
public final class Shrink {
    private final Recorded recorded;
    private final Order order;
    private final FailureKind kind;
    private final Effort effort;
    private final Path session;
    private final Progress progress;
    private final long endNs;
    private int runs;
    private int first;

    private Shrink(Recorded recorded, FailureKind kind, Effort effort, Path session, Progress progress)
            throws IOException {
        this.recorded = recorded;
        this.order = recorded.order();
        this.kind = kind;
        this.effort = effort;
        this.session = session;
        this.progress = progress;
        this.endNs = System.nanoTime() + effort.time().toNanos();
    }

    /// How long it looks.
    ///
    /// @param seeds tried with each smaller test: the failing one, then others in order
    /// @param time after which it stops with what it has
    public record Effort(int seeds, Duration time) {}

    /// A test that fails like the recorded one.
    ///
    /// @param size machine and scenario
    /// @param seed with which it fails
    /// @param order what the agent is told
    /// @param directory its run
    /// @param runs that were needed so far
    /// @param smaller whether it is smaller than the recorded one
    /// @param smallest whether nothing that could be taken away is left
    public record Found(
            Size size, long seed, Order order, Path directory, int runs, boolean smaller, boolean smallest) {
        private Found end(int allRuns, boolean allTried) {
            return new Found(size, seed, order, directory, allRuns, smaller, allTried);
        }
    }

    /// {@return the smallest test that was found, which is the recorded one if none was}
    ///
    /// @param directory the run to begin with
    /// @param smaller hears of each one that is smaller than the one before
    /// @throws PlanException if the run did not fail, or cannot be had here
    public static Found run(
            Path directory, Effort effort, Settings settings, Progress progress, Consumer<Found> smaller) {
        Recorded recorded = Recorded.open("shrink", directory, settings, progress);
        FailureKind kind = FailureKind.of(recorded.sidecar().verdict())
                .orElseThrow(() -> PlanException.of("shrink %s: the run %s; give one whose test failed"
                        .formatted(directory, recorded.sidecar().verdict().label())));
        try {
            Path session = RunDirectory.session(settings.runs());
            return new Shrink(recorded, kind, effort, session, progress).shrink(smaller);
        } catch (IOException e) {
            throw new PlanException("shrink %s: %s; give the run directory of a test".formatted(directory, e), e);
        }
    }

    private Found shrink(Consumer<Found> smaller) throws IOException {
        Size size = new Size(recorded.topology(), scenario());
        Found best = new Found(size, recorded.seed(), order, recorded.directory(), 0, false, false);
        while (true) {
            Optional<Found> next = next(best);
            if (next.isEmpty()) return best.end(runs, !over());
            best = next.get();
            smaller.accept(best);
        }
    }

    private Optional<Found> next(Found best) throws IOException {
        List<Size> candidates = Reductions.of(best.size());
        for (int i = 0; i < candidates.size() && !over(); i++) {
            // what did not help a larger test will hardly help this one: it comes last
            int at = (first + i) % candidates.size();
            Size size = candidates.get(at);
            String what = "way %d of %d to make it smaller: %s".formatted(i + 1, candidates.size(), size.describe());
            Order smaller = order.with(
                    size.topology().format(),
                    size.scenario() == null ? null : size.scenario().toJson());
            Optional<Found> found = attempt(size, smaller, best.seed(), what);
            if (found.isPresent()) {
                first = at;
                return found;
            }
        }
        return Optional.empty();
    }

    private Optional<Found> attempt(Size size, Order smaller, long seed, String what) throws IOException {
        for (long each : seeds(seed)) {
            if (over()) break;
            runs++;
            Finished finished = recorded.run(recorded.with(smaller, each), session, quiet(what + ", seed " + each));
            if (kind.in(finished.verdict()))
                return Optional.of(new Found(size, each, smaller, finished.directory(), runs, true, false));
            RunDirectory.discard(finished.directory());
        }
        return Optional.empty();
    }

    private long[] seeds(long first) {
        return LongStream.concat(
                        LongStream.of(first),
                        LongStream.rangeClosed(1, effort.seeds()).filter(each -> each != first))
                .limit(effort.seeds())
                .toArray();
    }

    private @Nullable Scenario scenario() throws IOException {
        List<LogRecord.ScenarioBegan> begun =
                History.read(Files.readAllBytes(recorded.records())).all(LogRecord.ScenarioBegan.class);
        if (begun.isEmpty()) return null;
        // the guest has the payloads themselves
        return Scenario.fromJson(begun.getLast().scenario(), name -> Payload.binary(name, name));
    }

    private boolean over() {
        return System.nanoTime() >= endNs;
    }

    // What a body prints again and again says nothing new.
    private Progress quiet(String prefix) {
        return new Progress() {
            @Override
            public void stage(Stage stage, String what) {
                progress.stage(stage, prefix);
            }

            @Override
            public void text(boolean error, byte[] bytes) {}
        };
    }
}
