// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.junit;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.platform.engine.EngineExecutionListener;
import org.junit.platform.engine.ExecutionRequest;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.reporting.ReportEntry;
import org.ktstr4j.host.plan.Settings;
import org.ktstr4j.host.run.Finished;
import org.ktstr4j.host.run.Progress;
import org.ktstr4j.host.run.Session;
import org.ktstr4j.plan.PlanException;

/// Runs the discovered tests one after the other and tells JUnit what came of each.
///
/// Beside JUnit's own events, each test publishes report entries: `ktstr.stage` with what is being done, `ktstr.run`
/// with its run directory once it has one, and `ktstr.series` when it has run more than once.
final class Execution {
    private final ExecutionRequest request;
    private final EngineExecutionListener listener;
    private final Function<String, Optional<String>> parameters;

    Execution(ExecutionRequest request) {
        this.request = request;
        this.listener = request.getEngineExecutionListener();
        this.parameters = request.getConfigurationParameters()::get;
    }

    void run() {
        TestDescriptor engine = request.getRootTestDescriptor();
        listener.executionStarted(engine);
        TestExecutionResult result;
        try {
            run(engine);
            result = TestExecutionResult.successful();
        } catch (PlanException e) {
            result = TestExecutionResult.failed(e); // a setting: it concerns every test
        }
        listener.executionFinished(engine, result);
    }

    private void run(TestDescriptor engine) {
        Function<String, Optional<String>> environment = name -> Optional.ofNullable(System.getenv(name));
        Settings settings = Settings.of(parameters, environment);
        boolean strict = Settings.flag(parameters, environment, Settings.STRICT);
        try (Session session = new Session(settings)) {
            for (TestDescriptor type : engine.getChildren()) {
                listener.executionStarted(type);
                for (TestDescriptor test : type.getChildren()) run(session, (TestMethod) test, strict);
                listener.executionFinished(type, TestExecutionResult.successful());
            }
        }
    }

    private void run(Session session, TestMethod test, boolean strict) {
        Optional<String> disabled = test.disabled().or(test::missing);
        if (disabled.isPresent()) {
            listener.executionSkipped(test, disabled.get());
            return;
        }
        listener.executionStarted(test);
        TestExecutionResult result;
        try {
            Finished finished = session.run(test.declaration(), progress(test));
            listener.reportingEntryPublished(
                    test, ReportEntry.from("ktstr.run", finished.directory().toString()));
            if (!finished.series().isEmpty()) {
                listener.reportingEntryPublished(test, ReportEntry.from("ktstr.series", finished.series()));
            }
            result = Results.of(finished, strict);
        } catch (RuntimeException | LinkageError e) {
            // A PlanException of the declaration; whatever else it is, the tests after this one are to run.
            result = TestExecutionResult.failed(e);
        }
        listener.executionFinished(test, result);
    }

    private Progress progress(TestMethod test) {
        return new Progress() {
            @Override
            public void stage(Stage stage, String what) {
                listener.reportingEntryPublished(
                        test, ReportEntry.from(Map.of("ktstr.stage", stage.name(), "ktstr.what", what)));
            }

            // JUnit forwards no output of its own making; people expect a test's prints where its JVM prints.
            @Override
            public void text(boolean error, byte[] bytes) {
                (error ? System.err : System.out).write(bytes, 0, bytes.length);
                (error ? System.err : System.out).flush();
            }
        };
    }
}
