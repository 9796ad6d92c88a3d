// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.cli;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ktstr4j.host.kernel.KernelCache;
import org.ktstr4j.host.template.Limits;
import org.ktstr4j.host.template.Template;
import org.ktstr4j.host.template.TemplateStore;
import org.ktstr4j.json.Json;
import org.ktstr4j.plan.PlanException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `ktstr template`: guests that were booted once and are kept for the tests to come.
@Command(
        name = "template",
        description = "List and clean the guests that were booted once and from which tests start.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND")
final class TemplateCommand implements Runnable {
    @picocli.CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private picocli.CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
        throw new picocli.CommandLine.ParameterException(spec.commandLine(), "expected list or clean");
    }

    private static TemplateStore store() {
        return new TemplateStore(KernelCache.userRoot(System.getenv()).resolve("templates"));
    }

    @Command(name = "list", description = "List templates, the one used last first.", mixinStandardHelpOptions = true)
    int list(@Option(names = "--json", description = "One JSON document on standard output") boolean json) {
        List<Template> all = store().list();
        if (json) {
            System.out.println(Json.text(all.stream().map(TemplateCommand::tree).toList()));
            return 0;
        }
        if (all.isEmpty()) System.out.println("no templates; the first test on a kernel and topology makes one");
        else System.out.printf("%-16s  %7s  %-12s  %s%n", "template", "MB", "last used", "guest");
        for (Template each : all) {
            System.out.printf("%-16s  %7.1f  %-12s  %s%n", each.key(), each.bytes() / 1e6, ago(each), guest(each));
        }
        return 0;
    }

    @Command(
            name = "clean",
            description = "Remove templates beyond 4 GiB and those unused for 30 days, least recently used first.",
            mixinStandardHelpOptions = true)
    int clean(@Option(names = "--all", description = "Remove all") boolean all) {
        try {
            List<Template> removed = store().clean(all ? Limits.NONE : Limits.USUAL);
            long bytes = removed.stream().mapToLong(Template::bytes).sum();
            System.out.printf("removed %d, %.1f MB%n", removed.size(), bytes / 1e6);
            return 0;
        } catch (IOException e) {
            throw new PlanException("clean templates: " + e, e);
        }
    }

    private static Map<String, Object> tree(Template template) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("key", template.key());
        tree.put("bytes", template.bytes());
        tree.put("lastUsed", template.lastUsed().toString());
        tree.put("identity", template.identity());
        return tree;
    }

    private static String ago(Template template) {
        Duration age = Duration.between(template.lastUsed(), Instant.now());
        if (age.toDays() > 0) return age.toDays() + " d ago";
        if (age.toHours() > 0) return age.toHours() + " h ago";
        return age.toMinutes() + " min ago";
    }

    /// What people tell templates apart by.
    private static String guest(Template template) {
        Map<String, String> identity = template.identity();
        return "%s, %s, %s MiB, %s"
                .formatted(
                        identity.getOrDefault("release", ""),
                        identity.getOrDefault("topology", ""),
                        identity.getOrDefault("memoryMib", ""),
                        identity.getOrDefault("accel", ""));
    }
}
