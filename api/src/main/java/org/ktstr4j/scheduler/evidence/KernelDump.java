// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.scheduler.evidence;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ktstr4j.scheduler.ExitKind;

/// The kernel's dump of a scheduler (`scx_dump_state()`), its numbers followed by their meaning.
public final class KernelDump {
    private static final Pattern EXIT_KIND = Pattern.compile("(triggered exit kind )(\\d+)");
    private static final Pattern DSQ = Pattern.compile("(dsq_id=|DSQ (?:ID )?)(0x[0-9a-f]+)", Pattern.CASE_INSENSITIVE);
    private static final Pattern CPUS =
            Pattern.compile("(\\bcpus=|(?:cpus_to_\\w+|idle_to_kick)\\s*: )([0-9a-f]+(?:,[0-9a-f]+)*)");
    private static final Pattern OWNER = Pattern.compile("(ops_state/qseq=)(\\d+)(?=/)");
    private static final Pattern TASK_FLAGS = Pattern.compile("(scx_state/flags=\\d+/)0x([0-9a-f]+)");

    private static final List<String> OWNERS = List.of("none", "queueing", "queued", "dispatching");

    // enum scx_dsq_id_flags
    private static final long BUILTIN = 1L << 63;
    private static final long LOCAL_ON = 1L << 62;

    private KernelDump() {}

    /// {@return the dump with the meaning of exit kinds, queue ids, CPU masks, owners and flags in brackets}
    ///
    /// @param dump as the kernel wrote it
    public static String decode(String dump) {
        String text = explain(EXIT_KIND, dump, number -> kind(Integer.parseInt(number)));
        text = explain(DSQ, text, id -> dsq(Long.parseUnsignedLong(id.substring(2), 16)));
        text = explain(CPUS, text, KernelDump::cpus);
        text = explain(OWNER, text, number -> owner(Integer.parseInt(number)));
        return explain(TASK_FLAGS, text, flags -> flags(Long.parseUnsignedLong(flags, 16)));
    }

    private static String explain(Pattern pattern, String text, Function<String, String> meaning) {
        return pattern.matcher(text).replaceAll(found -> {
            String means = meaning.apply(found.group(2));
            return Matcher.quoteReplacement(means.isEmpty() ? found.group() : found.group() + " (" + means + ")");
        });
    }

    private static String kind(int number) {
        ExitKind kind = ExitKind.ofNumber(number);
        return kind == ExitKind.OTHER ? "" : kind.reason();
    }

    /// {@return the queue that this id means; empty for one of the scheduler's own}
    ///
    /// @param id as the kernel counts them
    public static String dsq(long id) {
        if ((id & BUILTIN) == 0) return "";
        if ((id & LOCAL_ON) != 0) return "local queue of CPU " + (id & 0xffff_ffffL);
        return switch ((int) id) {
            case 0 -> "no queue";
            case 1 -> "global queue";
            case 2 -> "local queue";
            case 3 -> "bypass queue";
            default -> "unknown queue of the kernel";
        };
    }

    /// {@return the CPUs of a mask as ranges: `0-3,6`; `none` for an empty one}
    ///
    /// @param mask hexadecimal, 32 bits a group, the highest first: `1,ffffffff`
    public static String cpus(String mask) {
        String[] groups = mask.split(",", -1);
        List<String> ranges = new ArrayList<>();
        int from = -1;
        for (int cpu = 0; cpu <= groups.length * 32; cpu++) {
            boolean in = cpu < groups.length * 32
                    && (Long.parseLong(groups[groups.length - 1 - cpu / 32], 16) >> (cpu % 32) & 1) != 0;
            if (in && from < 0) from = cpu;
            if (!in && from >= 0) {
                ranges.add(from == cpu - 1 ? Integer.toString(from) : from + "-" + (cpu - 1));
                from = -1;
            }
        }
        return ranges.isEmpty() ? "none" : "CPU " + String.join(",", ranges);
    }

    private static String owner(int state) {
        return state < OWNERS.size() ? OWNERS.get(state) : "";
    }

    // SCX_TASK_QUEUED, SCX_TASK_RESET_RUNNABLE_AT, SCX_TASK_DEQD_FOR_SLEEP; the others move from kernel to kernel.
    private static String flags(long flags) {
        List<String> names = new ArrayList<>();
        if ((flags & 1) != 0) names.add("queued");
        if ((flags & 4) != 0) names.add("reset runnable_at");
        if ((flags & 8) != 0) names.add("dequeued for sleep");
        return String.join(", ", names);
    }
}
