// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.vm;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.ktstr4j.json.Json;
import org.ktstr4j.json.Node;
import org.ktstr4j.plan.PlanException;

/// An emulator that was found and is new enough.
///
/// @param path absolute path of the program
/// @param version at least [#OLDEST_MAJOR]
public record QemuBinary(Path path, QemuVersion version) {
    /// QEMU 7.2, which Debian 12 ships, crashes stock kernels now and then with several TCG threads; 10 did
    /// not.
    public static final int OLDEST_MAJOR = 10;

    /// Every PC machine of QEMU 10 allows more CPUs than this, so that smaller topologies need not ask.
    private static final int ALWAYS_ALLOWED_CPUS = 128;

    private static final Duration LIMIT = Duration.ofSeconds(10);

    /// Refuses a topology that has more CPUs than this QEMU's machine.
    ///
    /// @throws PlanException if there are too many
    public void requireCpus(String topology, int cpus, String machine) {
        if (cpus <= ALWAYS_ALLOWED_CPUS) {
            return;
        }
        int most = maxCpus(machine);
        if (cpus > most) {
            throw PlanException.of(
                    "topology \"%s\": %d CPUs, but machine \"%s\" of QEMU %s allows at most %d; use fewer LLCs, cores or threads"
                            .formatted(topology, cpus, machine, version, most));
        }
    }

    /// {@return the most CPUs that a machine type of this QEMU takes, as QMP `query-machines` tells}
    int maxCpus(String machine) {
        String replies = Output.of(
                List.of(path.toString(), "-machine", "none", "-display", "none", "-nodefaults", "-S", "-qmp", "stdio"),
                """
                {"execute": "qmp_capabilities"}
                {"execute": "query-machines"}
                {"execute": "quit"}
                """,
                LIMIT);
        for (String line : replies.lines().toList()) {
            Node answer = Json.read("QMP", line).get("return");
            if (!answer.isList()) continue; // the greeting, events, answers without a value
            for (Node entry : answer.elements()) {
                if (names(entry, machine))
                    return Math.toIntExact(entry.get("cpu-max").integer());
            }
        }
        throw VmException.of(
                VmException.Stage.START,
                "ask %s for its machine \"%s\": not among those it lists; look at %s -machine help"
                        .formatted(path, machine, path));
    }

    private static boolean names(Node entry, String machine) {
        return entry.get("name").stringOr("").equals(machine)
                || entry.get("alias").stringOr("").equals(machine);
    }
}
