// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.run;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ktstr4j.host.plan.Declaration;
import org.ktstr4j.host.plan.Repetition;
import org.ktstr4j.host.plan.Seeds;
import org.ktstr4j.host.plan.Settings;
import org.ktstr4j.host.report.Sidecar;
import org.ktstr4j.host.vm.VmException;
import org.ktstr4j.plan.PlanException;
import org.ktstr4j.plan.TestId;
import org.ktstr4j.verdict.AssertResult;
import org.ktstr4j.verdict.DetailKind;
import org.ktstr4j.verdict.Verdict;

/// The runs of one command: they share settings, what was looked up once, and a directory.
public final class Session implements AutoCloseable {
    private final Settings settings;
    private @Nullable Path directory;
    private @Nullable Machine machine;

    /// A session that has touched nothing yet.
    public Session(Settings settings) {
        this.settings = settings;
    }

    /// {@return what came of the test, with one seed after the other until it does not pass; never throws for
    /// what a test, a guest or the host's state can do}
    ///
    /// @param declaration the test
    /// @param progress hears how far it has come
    /// @throws PlanException if not even a run directory can be made
    public Finished run(Declaration declaration, Progress progress) {
        Repetition repetition = settings.repetition();
        Seeds seeds = repetition.seeds().orElse(declaration.seeds());
        return new Series(seeds, repetition, progress).run((seed, its) -> once(declaration, seed, its));
    }

    private Finished once(Declaration declaration, long seed, Progress progress) {
        if (directory == null) directory = RunDirectory.session(settings.runs());
        TestId test = declaration.id();
        try (RunDirectory run = RunDirectory.open(directory, test)) {
            try {
                run.write(Sidecar.FILE, Sidecar.open(test).toJson());
                if (machine == null) machine = Machine.find(settings, progress);
                Planner planner = new Planner(settings, machine);
                Optional<String> skip = planner.skip(declaration);
                if (skip.isPresent()) return skipped(test, skip.get(), run);
                Plan plan = planner.plan(declaration, seed, progress);
                return new SingleRun(plan, machine.place(run.path()), machine.guests(), run, progress).run();
            } catch (PlanException e) {
                Verdict verdict = new Verdict.CouldNotRun("plan @KtstrTest " + test.display(), said(e));
                run.write(Sidecar.FILE, Sidecar.refused(test, verdict).toJson());
                return new Finished(verdict, null, run.path());
            } catch (VmException | UncheckedIOException e) {
                // A full disk among them: then the file stays as it was written first.
                return new Finished(new Verdict.CouldNotRun("run", said(e)), null, run.path());
            }
        }
    }

    private Finished skipped(TestId test, String reason, RunDirectory run) {
        Verdict verdict = settings.noSkip()
                ? new Verdict.Judged(AssertResult.fail(
                        DetailKind.SKIP, reason + "; that skips the test, but skipping was not allowed"))
                : new Verdict.NotRun(reason);
        run.write(Sidecar.FILE, Sidecar.refused(test, verdict).toJson());
        return new Finished(verdict, null, run.path());
    }

    private static String said(RuntimeException e) {
        return String.valueOf(e.getMessage());
    }

    @Override
    public void close() {
        // Nothing is kept open between tests.
    }
}
