// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.vmtests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.ktstr4j.host.report.Sidecar;
import org.ktstr4j.host.run.bare.BareMachine;
import org.ktstr4j.metric.CheckResult;
import org.ktstr4j.metric.Metric;
import org.ktstr4j.payload.PayloadRecord;
import org.ktstr4j.plan.PlanException;
import org.ktstr4j.verdict.AssertResult;
import org.ktstr4j.verdict.Verdict;
import org.ktstr4j.vmtests.harness.Cli;
import org.ktstr4j.vmtests.harness.Prerequisites;
import org.ktstr4j.vmtests.harness.Ran;

/// `.run` files of our fixtures, a machine to run them on, and what is looked at afterwards.
///
/// @param home directory of it all
record RunFiles(Path home) {
    private static final Path HERE = Path.of("").toAbsolutePath();

    /// {@return files below `target`}
    static RunFiles in(String name) {
        return new RunFiles(HERE.resolve("target").resolve(name));
    }

    /// {@return a machine with this kernel, and the files of these fixtures below `/bare`}
    BareMachine machine(String kernel, String topology, Class<?> fixture, List<String> tests) throws IOException {
        BareMachine machine;
        try {
            machine = new BareMachine(home, Prerequisites.kernel(kernel), topology);
        } catch (PlanException e) {
            Prerequisites.skip(String.valueOf(e.getMessage()));
            throw e;
        }
        for (String test : tests) {
            machine.file("/bare/" + test + ".run", export(fixture.getSimpleName() + "." + test, test + ".run"), 0755);
        }
        return machine;
    }

    /// {@return the file of this test}
    Path export(String test, String file) {
        return export(test, file, "target/test-classes");
    }

    /// {@return the file of this test on this class path}
    Path export(String test, String file, String classPath) {
        Path output = home.resolve(file);
        Cli.Ended ended = new Cli(HERE)
                .start("export", "--classpath", classPath, "-o", output.toString(), "--", test)
                .end();
        assertEquals(0, ended.code(), ended.err());
        return output;
    }

    /// The step ended with this code and left nothing.
    static void assertClean(BareMachine.Steps steps, String step, int code) {
        assertEquals(code, steps.code(step), () -> steps.said(step));
        assertEquals("", steps.read(step, "left"), () -> steps.said(step));
    }

    /// The step could not run, for this reason, and left nothing.
    static void assertRefused(BareMachine.Steps steps, String step, String lastLines) {
        assertClean(steps, step, 69);
        assertTrue(steps.read(step, "err").endsWith(lastLines), () -> steps.said(step));
    }

    /// {@return the results of a step}
    static Sidecar results(BareMachine.Steps steps, String step) {
        return Sidecar.read(steps.of(step).resolve("results"));
    }

    /// Verdict, programs, their ends, checks and metrics are those of the guest; only what was measured may differ.
    static void assertSame(Ran guest, Sidecar bare) {
        assertEquals(facts(guest.sidecar()), facts(bare));
    }

    private static String facts(Sidecar run) {
        List<String> facts = new ArrayList<>();
        facts.add("verdict " + run.verdict().label());
        if (run.verdict() instanceof Verdict.Judged judged) {
            AssertResult result = judged.result();
            result.details().forEach(each -> facts.add("detail " + each.kind() + " " + words(each.message())));
            facts.add("statistics " + new TreeMap<>(result.statistics()).keySet());
        }
        if (run.thrown() != null)
            facts.add("thrown " + run.thrown().className() + ": " + run.thrown().message());
        for (PayloadRecord each : run.payloads()) {
            facts.add("program %s %s, %s, exit %s, outlived by %d and %d"
                    .formatted(
                            each.payload(),
                            words(String.join(" ", each.argv())),
                            each.state(),
                            each.metrics().exitCode(),
                            each.survivors(),
                            each.escapees()));
            for (Metric metric : each.metrics().metrics()) {
                facts.add("  metric %s, unit \"%s\", %s, from %s"
                        .formatted(metric.name(), metric.unit(), metric.polarity(), metric.source()));
            }
            for (CheckResult check : each.checks()) facts.add("  check " + words(check.toString()));
            facts.add("  verdict passed " + each.verdict().passed());
        }
        run.schedulers().forEach(each -> facts.add("scheduler " + each.name() + ", ops " + each.ops()));
        return String.join("\n", facts);
    }

    // What is counted differs from run to run.
    private static String words(String text) {
        return text.replaceAll("[0-9]+", "#");
    }
}
