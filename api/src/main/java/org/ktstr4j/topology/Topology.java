// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.topology;

import java.math.BigInteger;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.ktstr4j.plan.PlanException;

/// The CPUs of a guest as declared: NUMA nodes, last-level caches, cores, threads.
///
/// Written `2n4l3c2t`: 2 nodes, 4 LLCs **in total** (so 2 in each node), 3 cores in each LLC, 2 threads on
/// each core, 24 CPUs. LLCs are spread evenly over the nodes, in order.
///
/// - Numbers: node, LLC, core and CPU count from 0. CPU = LLC · (cores · threads) + core · threads + thread,
///   so that the CPUs of a core, an LLC and a node are neighbours, as the kernel numbers them for the machine
///   that is built from this.
/// - Immutable, compared by value.
///
/// @param nodes NUMA nodes, 1 and up
/// @param llcs last-level caches in the whole machine, a multiple of `nodes`
/// @param coresPerLlc cores that share one LLC, 1 and up
/// @param threadsPerCore hardware threads of one core (SMT siblings), 1 and up
public record Topology(int nodes, int llcs, int coresPerLlc, int threadsPerCore) {
    /// Most CPUs a topology may have, in CPUs: the largest `CONFIG_NR_CPUS` of x86 kernels. An emulator may
    /// allow fewer.
    public static final int MAX_CPUS = 8192;

    /// Distance of a node to itself, as ACPI's SLIT counts it (no unit).
    public static final int LOCAL_DISTANCE = 10;

    /// Distance between two different nodes, as ACPI's SLIT counts it (no unit).
    public static final int REMOTE_DISTANCE = 20;

    private static final Pattern NOTATION = Pattern.compile("(\\d{1,6})n(\\d{1,6})l(\\d{1,6})c(\\d{1,6})t");

    /// A topology of these counts, checked.
    ///
    /// @throws PlanException if a count is below 1, the LLCs do not divide by the nodes, or the CPUs exceed
    /// [#MAX_CPUS]
    public Topology {
        String text = nodes + "n" + llcs + "l" + coresPerLlc + "c" + threadsPerCore + "t";
        requireOneOrMore(text, nodes, "NUMA nodes");
        requireOneOrMore(text, llcs, "LLCs");
        requireOneOrMore(text, coresPerLlc, "cores per LLC");
        requireOneOrMore(text, threadsPerCore, "threads per core");
        if (llcs % nodes != 0) {
            throw PlanException.of(
                    "topology \"%s\": %d %s not divide by %d nodes; use %s (LLCs are counted over all nodes)"
                            .formatted(text, llcs, llcs == 1 ? "LLC does" : "LLCs do", nodes, suggestion(llcs, nodes)));
        }
        BigInteger cpus = BigInteger.valueOf((long) llcs * coresPerLlc).multiply(BigInteger.valueOf(threadsPerCore));
        if (cpus.compareTo(BigInteger.valueOf(MAX_CPUS)) > 0) {
            throw PlanException.of(
                    "topology \"%s\": %d CPUs, but kernels are built for at most %d; use fewer LLCs, cores or threads"
                            .formatted(text, cpus, MAX_CPUS));
        }
    }

    /// {@return the topology that this text declares}
    ///
    /// @param text the notation, such as `1n2l4c2t`: four counts, each of 1 to 6 digits, no blanks
    /// @throws PlanException if the text is not of that form, or the counts do not make a machine
    public static Topology parse(String text) {
        Matcher m = NOTATION.matcher(text);
        if (!m.matches()) {
            throw PlanException.of(
                    "topology \"%s\": not of the form NnNlNcNt (NUMA nodes, LLCs over all nodes, cores per LLC, threads per core); write for example 1n2l4c2t"
                            .formatted(text));
        }
        return new Topology(count(m, 1), count(m, 2), count(m, 3), count(m, 4));
    }

    private static int count(Matcher m, int group) {
        return Integer.parseInt(m.group(group));
    }

    private static void requireOneOrMore(String text, int count, String what) {
        if (count < 1) {
            throw PlanException.of("topology \"%s\": %d %s; use 1 or more".formatted(text, count, what));
        }
    }

    private static String suggestion(int llcs, int nodes) {
        int below = llcs / nodes * nodes;
        int above = below + nodes;
        return below == 0 ? above + " LLCs" : "%d or %d LLCs".formatted(below, above);
    }

    /// {@return the notation of this topology, such as `1n2l4c2t`; [#parse(String)] of it gives an equal
    /// value}
    public String format() {
        return nodes + "n" + llcs + "l" + coresPerLlc + "c" + threadsPerCore + "t";
    }

    /// {@return the number of CPUs (hardware threads) of the machine, 1 to [#MAX_CPUS]}
    public int cpus() {
        return llcs * cpusPerLlc();
    }

    /// {@return the number of cores of the machine, 1 and up}
    public int cores() {
        return llcs * coresPerLlc;
    }

    /// {@return the number of CPUs that share one LLC, 1 and up}
    public int cpusPerLlc() {
        return coresPerLlc * threadsPerCore;
    }

    /// {@return the number of LLCs in each node, 1 and up}
    public int llcsPerNode() {
        return llcs / nodes;
    }

    /// {@return the CPUs that share an LLC: ascending, [#cpusPerLlc()] of them, immutable}
    ///
    /// @param llc 0 ≤ llc < `llcs`
    /// @throws IndexOutOfBoundsException if there is no such LLC
    public List<Integer> cpusOfLlc(int llc) {
        return range(check(llc, llcs, "LLC") * cpusPerLlc(), cpusPerLlc());
    }

    /// {@return the CPUs of a node: ascending, never empty, immutable}
    ///
    /// @param node 0 ≤ node < `nodes`
    /// @throws IndexOutOfBoundsException if there is no such node
    public List<Integer> cpusOfNode(int node) {
        int perNode = llcsPerNode() * cpusPerLlc();
        return range(check(node, nodes, "node") * perNode, perNode);
    }

    /// {@return the LLCs of a node: ascending, [#llcsPerNode()] of them, immutable}
    ///
    /// @param node 0 ≤ node < `nodes`
    /// @throws IndexOutOfBoundsException if there is no such node
    public List<Integer> llcsOfNode(int node) {
        return range(check(node, nodes, "node") * llcsPerNode(), llcsPerNode());
    }

    /// {@return the CPUs on the core of this CPU, itself included: ascending, `threadsPerCore` of them,
    /// immutable}
    ///
    /// @param cpu 0 ≤ cpu < [#cpus()]
    /// @throws IndexOutOfBoundsException if there is no such CPU
    public List<Integer> siblings(int cpu) {
        return range(check(cpu, cpus(), "CPU") / threadsPerCore * threadsPerCore, threadsPerCore);
    }

    /// {@return the LLC of a CPU, 0 to `llcs` − 1}
    ///
    /// @param cpu 0 ≤ cpu < [#cpus()]
    /// @throws IndexOutOfBoundsException if there is no such CPU
    public int llcOfCpu(int cpu) {
        return check(cpu, cpus(), "CPU") / cpusPerLlc();
    }

    /// {@return the node of an LLC, 0 to `nodes` − 1}
    ///
    /// @param llc 0 ≤ llc < `llcs`
    /// @throws IndexOutOfBoundsException if there is no such LLC
    public int nodeOfLlc(int llc) {
        return check(llc, llcs, "LLC") / llcsPerNode();
    }

    /// {@return the node of a CPU, 0 to `nodes` − 1}
    ///
    /// @param cpu 0 ≤ cpu < [#cpus()]
    /// @throws IndexOutOfBoundsException if there is no such CPU
    public int nodeOfCpu(int cpu) {
        return nodeOfLlc(llcOfCpu(cpu));
    }

    /// {@return the distance between two nodes as ACPI's SLIT counts it: 10 from a node to itself, 20 to
    /// another}
    ///
    /// @param from 0 ≤ from < `nodes`
    /// @param to 0 ≤ to < `nodes`
    /// @throws IndexOutOfBoundsException if there is no such node
    public int distance(int from, int to) {
        return check(from, nodes, "node") == check(to, nodes, "node") ? LOCAL_DISTANCE : REMOTE_DISTANCE;
    }

    /// {@return the notation, as [#format()] gives it}
    @Override
    public String toString() {
        return format();
    }

    private int check(int index, int size, String what) {
        if (index < 0 || index >= size) {
            throw new IndexOutOfBoundsException(
                    "topology \"%s\": %s %d asked for, has 0 to %d".formatted(format(), what, index, size - 1));
        }
        return index;
    }

    private static List<Integer> range(int first, int size) {
        return IntStream.range(first, first + size).boxed().toList();
    }
}
