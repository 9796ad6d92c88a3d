// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.plan;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ktstr4j.json.Json;
import org.ktstr4j.json.Node;
import org.ktstr4j.scheduler.SchedulerOrder;

/// What the agent is told: which body to run, with what around it. Travels as `ktstr/order.json` in the
/// test layer.
///
/// @param test the body
/// @param topology what the author declared and the guest must show, `NnNlNcNt`
/// @param classPath files and directories with the test's classes, in order, as the guest sees them
/// @param path directories to search for programs, in order
/// @param seed what the author declared; a run may have another one
/// @param schedulers the scheduler to start, and where the programs of others are
/// @param scenes what holds for all scenarios
public record Order(
        TestId test,
        String topology,
        List<String> classPath,
        List<String> path,
        long seed,
        SchedulerOrder schedulers,
        SceneOrder scenes) {
    /// Where the agent finds its order.
    public static final String FILE = "ktstr/order.json";

    /// An order with lists of its own.
    public Order {
        classPath = List.copyOf(classPath);
        path = List.copyOf(path);
    }

    /// {@return the same for another machine and scenario}
    ///
    /// @param machine its topology
    /// @param instead what the body executes in place of its own scenario of the same name, as JSON; null: nothing
    public Order with(String machine, @Nullable String instead) {
        return new Order(test, machine, classPath, path, seed, schedulers, scenes.withInstead(instead));
    }

    /// {@return the same with the seed of a run}
    ///
    /// @param other the seed
    public Order withSeed(long other) {
        return new Order(test, topology, classPath, path, other, schedulers, scenes);
    }

    /// {@return the same with what the operator of a bare machine may change}
    ///
    /// @param durationNs of every scenario, ns; 0: what each has itself
    /// @param watchdogMs limit of the kernel's watchdog, ms; 0: what each scheduler has itself
    public Order with(long durationNs, long watchdogMs) {
        return new Order(
                test,
                topology,
                classPath,
                path,
                seed,
                schedulers.withWatchdogMs(watchdogMs),
                scenes.withDurationNs(durationNs));
    }

    /// {@return the order as JSON}
    public String toJson() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("class", test.className());
        json.put("method", test.methodName());
        json.put("topology", topology);
        json.put("classPath", classPath);
        json.put("path", path);
        json.put("seed", seed);
        if (!schedulers.isNone()) json.put("schedulers", schedulers.toJson());
        if (!scenes.profile().isEmpty()) json.put("profile", scenes.profile());
        if (!scenes.work().isEmpty()) json.put("work", scenes.work());
        if (scenes.instead() != null) json.put("scenario", scenes.instead());
        if (scenes.durationNs() != 0) json.put("durationNs", scenes.durationNs());
        return Json.text(json);
    }

    /// {@return the order in this JSON}
    ///
    /// @param text what [#toJson] made
    /// @throws IllegalArgumentException if it is no order; says what is missing
    public static Order fromJson(String text) {
        Node json = Json.read("order", text);
        return new Order(
                new TestId(json.get("class").string(), json.get("method").string()),
                json.get("topology").string(),
                json.get("classPath").strings(),
                json.get("path").strings(),
                json.get("seed").integer(),
                json.get("schedulers").present()
                        ? SchedulerOrder.fromJson(json.get("schedulers"))
                        : SchedulerOrder.NONE,
                new SceneOrder(
                        json.get("profile").stringOr(""),
                        json.get("work").stringOr(""),
                        json.get("scenario").present() ? json.get("scenario").string() : null,
                        json.get("durationNs").present()
                                ? json.get("durationNs").integer()
                                : 0));
    }
}
