// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.guest.scene;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.ktstr4j.topology.CpuList;

/// Numbers of the machine that are read before and after a hold. −1 where the kernel does not say.
///
/// @param idle idle time of all CPUs, in ticks
/// @param ticks time of all CPUs, in ticks
/// @param agentUs CPU time of the agent's cgroup: this JVM, kt init, kt exec, kt work
/// @param agentWakes how often a thread of this JVM went to sleep by its own will
/// @param pagesMoved pages that were moved between nodes since the boot
record Machine(long idle, long ticks, long agentUs, long agentWakes, long pagesMoved) {
    /// All that is looked for lies before that.
    private static final int MOST = 1 << 14;

    private static final String VOLUNTARY = "\nvoluntary_ctxt_switches:\t";

    /// {@return them at the begin of a hold; what it costs the agent to read them is left out}
    static Machine atBegin(Path agentCgroup) {
        long[] cpu = cpu();
        long pagesMoved = moved();
        long wakes = wakes();
        return new Machine(cpu[0], cpu[1], used(agentCgroup), wakes, pagesMoved);
    }

    /// {@return them at the end of a hold; what it costs the agent to read them is left out}
    static Machine atEnd(Path agentCgroup) {
        long agentUs = used(agentCgroup);
        long[] cpu = cpu();
        return new Machine(cpu[0], cpu[1], agentUs, wakes(), moved());
    }

    private static long used(Path agentCgroup) {
        return field(agentCgroup.resolve("cpu.stat"), "usage_usec ");
    }

    private static long moved() {
        return field(Path.of("/proc/vmstat"), "numa_pages_migrated ");
    }

    /// {@return the nodes that have memory and no CPUs; none where the kernel does not say}
    ///
    /// @param nodes `/sys/devices/system/node`
    static Set<Integer> slowNodes(Path nodes) {
        try {
            Set<Integer> slow = new TreeSet<>(
                    CpuList.parse(Files.readString(nodes.resolve("has_memory")).strip()));
            slow.removeAll(
                    CpuList.parse(Files.readString(nodes.resolve("has_cpu")).strip()));
            return slow;
        } catch (IOException | IllegalArgumentException e) {
            return Set.of();
        }
    }

    private static long[] cpu() {
        try {
            String first = text(Path.of("/proc/stat"));
            String[] words = first.substring(0, first.indexOf('\n')).split(" +");
            long all = 0;
            for (int i = 1; i < Math.min(9, words.length); i++) all += Long.parseLong(words[i]);
            return new long[] {Long.parseLong(words[4]), all};
        } catch (IOException e) {
            return new long[] {-1, -1};
        }
    }

    private static long wakes() {
        long wakes = 0;
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
            // next to the last line of some fifty: searched from the end, since this is done for each thread
            for (Path each : threads) {
                String text = text(each.resolve("status"));
                wakes += Math.max(0, number(text, text.lastIndexOf(VOLUNTARY), VOLUNTARY));
            }
            return wakes;
        } catch (IOException e) {
            return -1;
        }
    }

    private static long field(Path file, String key) {
        try {
            String text = text(file);
            return number(text, text.indexOf(key), key);
        } catch (IOException e) {
            return -1;
        }
    }

    // By a stream: a channel costs several times as much to make, and these are read around each hold.
    private static String text(Path file) throws IOException {
        try (InputStream in = new FileInputStream(file.toFile())) {
            byte[] bytes = new byte[MOST];
            return new String(bytes, 0, in.readNBytes(bytes, 0, MOST), StandardCharsets.ISO_8859_1);
        }
    }

    private static long number(String text, int at, String key) {
        if (at < 0) return -1;
        long value = 0;
        for (int end = at + key.length(); end < text.length() && Character.isDigit(text.charAt(end)); end++) {
            value = 10 * value + (text.charAt(end) - '0');
        }
        return value;
    }
}
