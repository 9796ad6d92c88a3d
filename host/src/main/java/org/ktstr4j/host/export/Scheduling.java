// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.export;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ktstr4j.scheduler.KernelWrite;
import org.ktstr4j.scheduler.Scheduler;
import org.ktstr4j.scheduler.SchedulerSource;

/// What the schedulers of a file ask of the machine, and what they change on it.
///
/// @param all those that the test may start
public record Scheduling(List<Scheduler> all) {
    /// With a list of its own.
    public Scheduling {
        all = List.copyOf(all);
    }

    /// {@return their names}
    List<String> names() {
        return all.stream().map(Scheduler::name).toList();
    }

    /// {@return the names of those that attach through sched_ext}
    List<String> schedExt() {
        return all.stream().filter(Scheduler::schedExt).map(Scheduler::name).toList();
    }

    /// {@return pairs: a scheduler's name, beginnings of kernel releases of which it needs one, parted by blanks}
    List<String> kernels() {
        List<String> pairs = new ArrayList<>();
        for (Scheduler each : all) {
            if (each.needs().kernels().isEmpty()) continue;
            pairs.addAll(List.of(each.name(), String.join(" ", each.needs().kernels())));
        }
        return pairs;
    }

    /// {@return triples: a sysctl's name, its file, the value that it gets}
    List<String> sysctls() {
        Map<String, String> values = new LinkedHashMap<>();
        all.forEach(each -> values.putAll(each.sysctls()));
        List<String> triples = new ArrayList<>();
        values.forEach((name, value) -> triples.addAll(List.of(name, "/proc/sys/" + name.replace('.', '/'), value)));
        return triples;
    }

    /// {@return pairs: a file and a value, which switch off what is part of the kernel}
    List<String> disable() {
        List<String> pairs = new ArrayList<>();
        for (Scheduler each : all) {
            if (!(each.source() instanceof SchedulerSource.KernelBuiltin builtin)) continue;
            for (KernelWrite write : builtin.disable()) pairs.addAll(List.of(write.file(), write.value()));
        }
        return pairs;
    }

    /// {@return what they want on the kernel's command line}
    List<String> kernelArgs() {
        return all.stream()
                .flatMap(each -> each.kernelArgs().stream())
                .distinct()
                .toList();
    }

    /// {@return why the limit of the kernel's watchdog cannot be changed, empty if it can}
    String watchdogRefusal() {
        if (schedExt().isEmpty()) return "this file starts no sched_ext scheduler";
        List<String> deaf = all.stream()
                .filter(each -> each.schedExt() && each.watchdogArg() == null)
                .map(Scheduler::name)
                .toList();
        if (deaf.isEmpty()) return "";
        return "the kernel takes the limit from the scheduler, and " + String.join(", ", deaf)
                + " declares no option for it (Scheduler.Builder.watchdogArg)";
    }
}
