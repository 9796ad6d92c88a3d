// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ktstr4j.host.plan.Declaration;
import org.ktstr4j.host.plan.Repetition;
import org.ktstr4j.host.plan.SchedulerChoice;
import org.ktstr4j.host.plan.Seeds;
import org.ktstr4j.host.plan.Settings;
import org.ktstr4j.host.report.Repeatability;
import org.ktstr4j.host.report.Sidecar;
import org.ktstr4j.host.vm.QemuFinder;
import org.ktstr4j.plan.PlanException;
import org.ktstr4j.plan.TestId;
import org.ktstr4j.verdict.Verdict;

/// Runs that end before anything boots.
class SessionTest {
    private static final String NO_KERNEL =
            "read kernel \"/nonexistent\": no such file; give the path of a bzImage, or \"debian\" for a stock kernel"
                    + " of Debian";

    @TempDir
    private Path directory;

    // QEMU is looked for first.
    @BeforeAll
    static void qemu_is_there() {
        try {
            QemuFinder.ofEnvironment().find();
        } catch (PlanException e) {
            if ("1".equals(System.getenv("KTSTR_REQUIRE_VM"))) throw e;
            abort("needs QEMU: " + e.getMessage());
        }
    }

    @Test
    void what_is_wrong_with_the_plan_is_the_verdict_and_in_the_run_directory() throws Exception {
        try (Session session = new Session(settings(directory))) {
            Finished finished = session.run(declaration(), new Silent());

            Verdict verdict = new Verdict.CouldNotRun("plan @KtstrTest SessionTest.body", NO_KERNEL);
            assertEquals(verdict, finished.verdict());
            assertEquals(
                    new Sidecar(
                            new TestId(SessionTest.class.getName(), "body"),
                            verdict,
                            null,
                            Map.of(),
                            "not started",
                            Map.of(),
                            Repeatability.NONE,
                            List.of()),
                    Sidecar.read(finished.directory()));
        }
    }

    @Test
    void runs_of_a_session_share_a_directory_and_those_of_two_do_not() throws Exception {
        try (Session one = new Session(settings(directory));
                Session other = new Session(settings(directory))) {
            Path first = one.run(declaration(), new Silent()).directory();
            Path second = one.run(declaration(), new Silent()).directory();
            Path third = other.run(declaration(), new Silent()).directory();

            assertEquals(first.getParent(), second.getParent());
            assertNotEquals(first, second);
            assertNotEquals(first.getParent(), third.getParent());
        }
    }

    @Test
    void without_a_run_directory_nothing_runs() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "in the way");
        try (Session session = new Session(settings(file))) {
            PlanException refused = assertThrows(PlanException.class, () -> session.run(declaration(), new Silent()));

            assertEquals(
                    "make run directory under %s: FileAlreadyExistsException: %s; give another one with --runs"
                            .formatted(file, file),
                    refused.getMessage());
        }
    }

    private static Settings settings(Path runs) {
        return new Settings("/nonexistent", "auto", runs, Optional.empty(), true, Repetition.ONCE, false, "", "");
    }

    private static Declaration declaration() throws NoSuchMethodException {
        return new Declaration(
                SessionTest.class,
                SessionTest.class.getDeclaredMethod("body"),
                "1n1l1c1t",
                0,
                60,
                List.of(),
                List.of(),
                Seeds.of(0),
                SchedulerChoice.NONE);
    }

    @SuppressWarnings("unused") // found by name
    void body() {}

    private static final class Silent implements Progress {
        @Override
        public void stage(Stage stage, String what) {}

        @Override
        public void text(boolean error, byte[] bytes) {}
    }
}
