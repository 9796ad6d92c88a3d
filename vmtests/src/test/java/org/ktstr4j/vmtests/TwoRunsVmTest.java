// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.vmtests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ktstr4j.vmtests.fixture.Quick;
import org.ktstr4j.vmtests.harness.Cli;
import org.ktstr4j.vmtests.harness.Leftovers;
import org.ktstr4j.vmtests.harness.Prerequisites;
import org.ktstr4j.vmtests.harness.RequiresVm;

/// Two commands at the same time, neither of which finds anything in the cache.
@RequiresVm
class TwoRunsVmTest {
    @Test
    void two_runs_at_once_make_one_image_and_one_template_and_both_pass(@TempDir Path home) throws IOException {
        Leftovers leftovers = Leftovers.now();
        Path cache = home.resolve("cache");
        String kernel = Prerequisites.kernel(Prerequisites.NEWEST).image().toString();

        List<Cli.Started> both = Stream.of("one", "other")
                .map(each -> new Cli(home.resolve(each))
                        .with("XDG_CACHE_HOME", cache.toString())
                        .startTest(Quick.class, "passes", "--kernel", kernel))
                .toList();

        for (Cli.Started each : both) {
            Cli.Ended ended = each.end();
            assertEquals(0, ended.code(), ended.err());
            assertEquals("hello from the guest\n\n1 test: 1 passed\n", ended.out());
        }
        for (String made : List.of("images", "runtimes", "templates")) {
            List<Path> entries = entries(cache.resolve("ktstr4j").resolve(made));
            assertEquals(1, entries.size(), entries::toString);
        }
        leftovers.assertNone();
    }

    private static List<Path> entries(Path directory) throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            // locks stay
            return all.filter(each -> !each.getFileName().toString().startsWith("."))
                    .toList();
        }
    }
}
