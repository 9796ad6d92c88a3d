// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.scheduler;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ktstr4j.json.Node;
import org.ktstr4j.scenario.check.Checks;

/// A scheduler as the guest is told of it: without what only the host needs.
final class SchedulerJson {
    private SchedulerJson() {}

    static Map<String, @Nullable Object> write(Scheduler scheduler) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("name", scheduler.name());
        switch (scheduler.source()) {
            case SchedulerSource.Eevdf ignored -> json.put("eevdf", true);
            case SchedulerSource.Program program -> json.put("exe", program.exe());
            case SchedulerSource.JavaMain main -> json.put("java", main.className());
            case SchedulerSource.KernelBuiltin builtin -> {
                json.put("enable", commands(builtin.enable()));
                json.put("disable", commands(builtin.disable()));
            }
        }
        json.put("args", scheduler.args());
        if (scheduler.opsName() != null) json.put("opsName", scheduler.opsName());
        if (scheduler.configFile() != null) json.put("configFile", scheduler.configFile());
        if (scheduler.cgroupParentArg() != null) json.put("cgroupParentArg", scheduler.cgroupParentArg());
        if (scheduler.watchdogArg() != null) json.put("watchdogArg", scheduler.watchdogArg());
        json.put("attachLimitNs", scheduler.attachLimit().toNanos());
        json.put("sysctls", scheduler.sysctls());
        json.put("eventLimits", scheduler.eventLimits());
        if (!scheduler.checks().isNone()) json.put("checks", scheduler.checks().toJson());
        return json;
    }

    static Scheduler read(Node json) {
        Scheduler.Builder builder = Scheduler.builder(json.get("name").string(), source(json))
                .args(json.get("args").strings().toArray(String[]::new))
                .opsName(text(json.get("opsName")))
                .configFile(text(json.get("configFile")))
                .cgroupParentArg(text(json.get("cgroupParentArg")))
                .watchdogArg(text(json.get("watchdogArg")))
                .attachLimit(Duration.ofNanos(json.get("attachLimitNs").integer()));
        json.get("sysctls").fields().forEach((key, value) -> builder.sysctl(key, value.string()));
        json.get("eventLimits").fields().forEach((event, most) -> builder.eventLimit(event, most.integer()));
        return builder.checks(Checks.fromJson(json.get("checks"))).build();
    }

    private static SchedulerSource source(Node json) {
        if (json.get("exe").present())
            return new SchedulerSource.Program(json.get("exe").string());
        if (json.get("java").present())
            return new SchedulerSource.JavaMain(json.get("java").string());
        if (json.get("enable").present()) {
            return new SchedulerSource.KernelBuiltin(writes(json.get("enable")), writes(json.get("disable")));
        }
        return new SchedulerSource.Eevdf();
    }

    private static List<List<String>> commands(List<KernelWrite> writes) {
        return writes.stream().map(each -> List.of(each.value(), each.file())).toList();
    }

    private static List<KernelWrite> writes(Node json) {
        return json.elements().stream()
                .map(Node::strings)
                .map(each -> new KernelWrite(each.get(0), each.get(1)))
                .toList();
    }

    private static @Nullable String text(Node json) {
        return json.present() ? json.string() : null;
    }
}
