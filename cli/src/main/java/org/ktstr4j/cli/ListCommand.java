// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.ktstr4j.json.Json;
import org.ktstr4j.scenario.catalogue.Canned;
import org.ktstr4j.scenario.catalogue.Catalogue;
import org.ktstr4j.scenario.plan.Scenario;
import org.ktstr4j.topology.Topology;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `ktstr list`: what there is to use.
@Command(name = "list", description = "List canned scenarios.", mixinStandardHelpOptions = true)
final class ListCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(names = "--scenarios", description = "The canned scenarios")
    private boolean scenarios;

    @Option(
            names = "--on",
            paramLabel = "TOPOLOGY",
            description = "Say what of them a machine such as 1n2l4c2t lacks. Default: 1n2l4c2t")
    private String topology = "1n2l4c2t";

    @Option(names = "--json", description = "As JSON, each with its plan")
    private boolean json;

    @Override
    public Integer call() {
        if (!scenarios) {
            throw new ParameterException(spec.commandLine(), "list: nothing to list was named: --scenarios");
        }
        Topology machine = Topology.parse(topology);
        if (json) {
            System.out.println(Json.text(
                    Catalogue.all().stream().map(each -> tree(each, machine)).toList()));
            return 0;
        }
        for (Canned each : Catalogue.all()) {
            String missing = each.on(machine)
                    .need()
                    .missing(machine)
                    .map(why -> " (" + why + ")")
                    .orElse("");
            System.out.printf("%-28s  %s%s%n", each.name(), each.summary(), missing);
        }
        return 0;
    }

    private static Map<String, @Nullable Object> tree(Canned canned, Topology machine) {
        Scenario scenario = canned.on(machine);
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("name", canned.name());
        json.put("summary", canned.summary());
        json.put("missing", scenario.need().missing(machine).orElse(null));
        List<@Nullable Object> problems = new ArrayList<>(scenario.problems(machine));
        json.put("problems", problems);
        json.put("plannedNs", scenario.plannedNs());
        json.put("scenario", Json.read("scenario", scenario.toJson()).tree());
        return json;
    }
}
