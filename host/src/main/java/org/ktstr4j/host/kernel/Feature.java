// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.kernel;

import java.util.List;

/// Something a kernel may be able to test, and the options that make it so. Asked of the config, never of the
/// version.
public enum Feature {
    /// Schedulers loaded as BPF programs.
    SCHED_EXT("sched_ext", "SCHED_CLASS_EXT BPF_SYSCALL BPF_JIT DEBUG_INFO_BTF"),
    /// cgroups under a sched_ext scheduler: weights, and the callbacks for them.
    SCHED_EXT_CGROUPS("sched_ext cgroups", "EXT_GROUP_SCHED"),
    /// Types of the kernel, at /sys/kernel/btf/vmlinux.
    BTF("BTF", "DEBUG_INFO_BTF"),
    /// Probes on instructions, through tracefs.
    KPROBE_EVENTS("kprobe events", "KPROBE_EVENTS"),
    /// Probes on function entry and exit, through tracefs.
    FPROBE_EVENTS("fprobe events", "FPROBE_EVENTS"),
    /// Addresses of data symbols in /proc/kallsyms.
    KALLSYMS("all symbols", "KALLSYMS_ALL"),
    /// The `cpuset` controller.
    CPUSET("cpuset", "CPUSETS"),
    /// The `cpu` controller with weights.
    CPU_WEIGHT("cpu.weight", "CGROUP_SCHED FAIR_GROUP_SCHED"),
    /// Bandwidth limits of the `cpu` controller.
    CPU_MAX("cpu.max", "CFS_BANDWIDTH"),
    /// Utilization clamps of the `cpu` controller.
    UCLAMP("cpu.uclamp", "UCLAMP_TASK_GROUP"),
    /// Wait and run times in /proc/schedstat and /proc/PID/sched.
    SCHEDSTATS("schedstats", "SCHEDSTATS"),
    /// Pressure stall information.
    PSI("PSI", "PSI"),
    /// More than one node.
    NUMA("NUMA", "NUMA"),
    /// Migration of memory and tasks between nodes.
    NUMA_BALANCING("NUMA balancing", "NUMA_BALANCING"),
    /// Scheduling domains for cores that share a cache.
    SCHED_MC("LLC domains", "SCHED_MC"),
    /// Core scheduling: cookies that keep strangers off a sibling.
    CORE_SCHED("core scheduling", "SCHED_CORE");

    private final String label;
    private final String options;

    Feature(String label, String options) {
        this.label = label;
        this.options = options;
    }

    /// {@return the name people know it by}
    public String label() {
        return label;
    }

    /// {@return the options it takes, all of them, without `CONFIG_`}
    public List<String> options() {
        return List.of(options.split(" ", -1));
    }
}
