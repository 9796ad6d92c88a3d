// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.run;

import org.ktstr4j.host.plan.Repetition;
import org.ktstr4j.host.plan.Seeds;
import org.ktstr4j.host.report.Sidecar;
import org.ktstr4j.verdict.AssertResult;
import org.ktstr4j.verdict.Outcome;
import org.ktstr4j.verdict.Verdict;

/// The runs of one test: each seed some times, until one does not pass.
final class Series {
    private final Seeds seeds;
    private final Repetition repetition;
    private final Progress progress;
    private final long runs;

    Series(Seeds seeds, Repetition repetition, Progress progress) {
        this.seeds = seeds;
        this.repetition = repetition;
        this.progress = progress;
        this.runs = seeds.count() * repetition.times();
    }

    /// One run.
    interface Once {
        Finished run(long seed, Progress progress);
    }

    /// {@return the first run that did not pass, or the last one}
    Finished run(Once once) {
        if (runs == 1) return once.run(seeds.first(), progress);
        Finished last = null;
        long run = 0;
        for (long seed : seeds.stream().toArray()) {
            Finished first = null;
            for (int i = 0; i < repetition.times(); i++) {
                run++;
                last = once.run(seed, numbered(seed, run)).in(place(seed, run));
                if (!passed(last)) return last;
                if (first == null) first = last;
                if (repetition.identical() && !same(first, last)) return different(first, last);
            }
        }
        if (last == null) throw new IllegalStateException("no seeds");
        return last.in("%d runs passed, %s".formatted(runs, summary(last)));
    }

    private String summary(Finished last) {
        String digest = repetition.identical() ? "each with the digest " + brief(last) : "seeds " + seeds;
        return seeds.count() == 1 || !repetition.identical() ? digest : "one digest for each of the seeds " + seeds;
    }

    private String place(long seed, long run) {
        String of = seeds.count() == 1 ? "" : " of " + seeds;
        return "run %d of %d, with seed %d%s".formatted(run, runs, seed, of);
    }

    private static boolean passed(Finished run) {
        return run.verdict() instanceof Verdict.Judged judged && judged.result().outcome() == Outcome.PASSED;
    }

    private static boolean same(Finished first, Finished other) {
        return first.repeat().digest().equals(other.repeat().digest());
    }

    private static String brief(Finished run) {
        String digest = run.repeat().digest();
        return digest.substring(0, Math.min(16, digest.length()));
    }

    /// The run's own file is to say it, too: it passed by itself, and is not what was expected of it.
    private static Finished different(Finished first, Finished other) {
        String doubt = other.repeat().doubt();
        String text = "expected the records of %s, digest %s; was digest %s: %s%s"
                .formatted(
                        first.directory(),
                        brief(first),
                        brief(other),
                        Difference.between(first.directory(), other.directory()),
                        doubt.isEmpty() ? "" : " (" + doubt + ")");
        Verdict verdict = new Verdict.Judged(AssertResult.fail(text));
        RunDirectory.rewrite(
                other.directory(),
                Sidecar.FILE,
                Sidecar.read(other.directory()).with(verdict).toJson());
        return other.with(verdict);
    }

    /// What the body prints is the same again and again; people see it once, and of each run in its records.
    private Progress numbered(long seed, long run) {
        String prefix = place(seed, run) + ": ";
        return new Progress() {
            @Override
            public void stage(Stage stage, String what) {
                progress.stage(stage, prefix + what);
            }

            @Override
            public void text(boolean error, byte[] bytes) {
                if (run == 1) progress.text(error, bytes);
            }
        };
    }
}
