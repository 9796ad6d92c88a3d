// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.cli;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ktstr4j.host.plan.Settings;
import picocli.CommandLine.Option;

/// Where a command's run directories go.
final class RunsOption {
    @Option(
            names = "--runs",
            paramLabel = "DIR",
            description = "Where run directories go. Default: target/ktstr beside a pom.xml, else ktstr-runs")
    private @Nullable Path runs;

    /// {@return it as a JUnit configuration parameter, if it was given}
    Map<String, String> parameters() {
        return runs == null ? Map.of() : Map.of(Settings.RUNS, runs.toString());
    }

    /// {@return the settings of a command that has no other option for them}
    Settings settings() {
        return settings(parameters());
    }

    static Settings settings(Map<String, String> parameters) {
        return Settings.of(
                name -> Optional.ofNullable(parameters.get(name)), name -> Optional.ofNullable(System.getenv(name)));
    }
}
