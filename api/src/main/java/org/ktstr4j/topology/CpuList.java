// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.topology;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/// The kernel's text form of a set of CPUs or nodes: `0-3,8`.
///
/// The form of `cpuset.cpus`, `shared_cpu_list`, `online` and of `taskset -c`. Source: `lib/bitmap-str.c`,
/// `bitmap_parselist()` and the `%*pbl` format; strides (`0-7:2/4`), which the kernel takes but never prints,
/// are refused.
public final class CpuList {
    private CpuList() {}

    /// {@return the numbers of a list: ascending, without repeats, immutable; empty for a blank text}
    ///
    /// @param text numbers and ranges parted by commas; white space around the whole is ignored
    /// @throws IllegalArgumentException if a part is neither a number nor an ascending range, with the text
    /// in the message
    public static List<Integer> parse(String text) {
        String trimmed = text.strip();
        if (trimmed.isEmpty()) {
            return List.of();
        }
        TreeSet<Integer> numbers = new TreeSet<>();
        for (String part : trimmed.split(",", -1)) {
            int dash = part.indexOf('-');
            int first = number(dash < 0 ? part : part.substring(0, dash), text);
            int last = dash < 0 ? first : number(part.substring(dash + 1), text);
            if (last < first) {
                throw malformed(text, part);
            }
            for (int i = first; i <= last; i++) {
                numbers.add(i);
            }
        }
        return List.copyOf(numbers);
    }

    /// {@return the list as the kernel prints it: ascending, neighbours joined to ranges; the empty text for
    /// no numbers}
    ///
    /// @param numbers CPU or node numbers, 0 and up, in any order, repeats allowed
    public static String format(Collection<Integer> numbers) {
        List<Integer> sorted = new ArrayList<>(new TreeSet<>(numbers));
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < sorted.size(); ) {
            int end = i;
            while (end + 1 < sorted.size() && sorted.get(end + 1) == sorted.get(end) + 1) {
                end++;
            }
            text.append(text.isEmpty() ? "" : ",").append(sorted.get(i));
            if (end > i) {
                text.append('-').append(sorted.get(end));
            }
            i = end + 1;
        }
        return text.toString();
    }

    private static int number(String digits, String text) {
        if (digits.isEmpty() || digits.length() > 5 || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw malformed(text, digits);
        }
        return Integer.parseInt(digits);
    }

    private static IllegalArgumentException malformed(String text, String part) {
        return new IllegalArgumentException(
                "CPU list \"%s\": \"%s\" is neither a number of at most 5 digits nor an ascending range; write for example 0-3,8"
                        .formatted(text.strip(), part));
    }
}
