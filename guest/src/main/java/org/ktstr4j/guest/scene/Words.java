// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.guest.scene;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.ktstr4j.scenario.work.Churn;
import org.ktstr4j.scenario.work.MemPolicy;
import org.ktstr4j.scenario.work.Policy;
import org.ktstr4j.scenario.work.Work;
import org.ktstr4j.scenario.work.WorkGroup;
import org.ktstr4j.topology.CpuList;

/// A group of workers in the words of `kt work`: `key=value`, parted by blanks.
final class Words {
    private final StringBuilder line = new StringBuilder();

    Words(String command) {
        line.append(command);
    }

    Words add(String key, Object value) {
        line.append(' ').append(key).append('=').append(encoded(value.toString()));
        return this;
    }

    /// Everything of a group but its number of workers, its cgroup and its CPUs.
    ///
    /// @param directories of the scenario's cgroups, by name
    Words group(WorkGroup group, UnaryOperator<String> directories) {
        add("type", group.work().name());
        parameters(group.work(), directories);
        add("shape", group.shape() == WorkGroup.Shape.THREAD ? "thread" : "process");
        policy(group.policy());
        if (group.nice() != null) add("nice", group.nice());
        if (group.uid() != null) add("uid", group.uid());
        if (group.gid() != null) add("gid", group.gid());
        if (!group.comm().isEmpty()) add("comm", group.comm());
        memory(group.memory());
        if (!group.jitter().start().isZero())
            add("start_jitter_ns", group.jitter().start().toNanos());
        if (group.jitter().spinPct() > 0) add("spin_jitter_pct", group.jitter().spinPct());
        return this;
    }

    Words cpus(List<Set<Integer>> sets) {
        if (sets.isEmpty()) return this;
        List<String> each = new ArrayList<>();
        for (Set<Integer> set : sets) each.add(CpuList.format(set));
        return add("cpus", String.join(";", each));
    }

    private void parameters(Work work, UnaryOperator<String> directories) {
        boolean named = work instanceof Churn.CgroupChurn || work instanceof Churn.CgroupAttachStorm;
        for (Map.Entry<String, Object> each : work.parameters().entrySet()) {
            boolean directory = named && each.getKey().equals("text");
            add(
                    "arg." + each.getKey(),
                    directory ? directories.apply(each.getValue().toString()) : each.getValue());
        }
    }

    private void policy(Policy policy) {
        policy.word().ifPresent(word -> add("policy", word));
        switch (policy) {
            case Policy.Fifo(int priority) -> add("priority", priority);
            case Policy.RoundRobin(int priority) -> add("priority", priority);
            case Policy.Deadline(Duration runtime, Duration deadline, Duration period) ->
                add("runtime_ns", runtime.toNanos())
                        .add("deadline_ns", deadline.toNanos())
                        .add("period_ns", period.toNanos());
            default -> {}
        }
    }

    private void memory(MemPolicy memory) {
        if (memory.mode() == MemPolicy.Mode.INHERIT) return;
        add("mem", memory.mode().word());
        if (!memory.nodes().isEmpty()) add("mem_nodes", CpuList.format(memory.nodes()));
        if (memory.flagBits() != 0) add("mem_flags", memory.flagBits());
    }

    private static String encoded(String value) {
        StringBuilder encoded = new StringBuilder(value.length());
        for (byte each : value.getBytes(StandardCharsets.UTF_8)) {
            if (each > ' ' && each != '%' && each < 127) encoded.append((char) each);
            else encoded.append("%%%02x".formatted(each & 0xff));
        }
        return encoded.toString();
    }

    @Override
    public String toString() {
        return line.toString();
    }
}
