// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.metric.format;

import org.ktstr4j.metric.MetricStream;
import org.ktstr4j.metric.extract.Capture;
import org.ktstr4j.metric.extract.Extraction;
import org.ktstr4j.metric.extract.Extractor;
import org.ktstr4j.metric.extract.MetricCollector;
import org.ktstr4j.metric.extract.Output;

/// Lines `key: 12.5 ms` or `key = 12.5`: standard output, and only if that has none, standard error.
public final class KeyValueLines implements Extractor {
    private static final int MAX_UNIT = 16;

    /// The format; it has no settings.
    public KeyValueLines() {}

    /// {@return a metric for each line that is a key, a `:` or `=`, a decimal number and at most one word after
    /// it}
    ///
    /// The name is the key with each run of blanks as one `_`; the word after the number is the unit. The first
    /// `:` or `=` of a line counts; all other lines are ignored. A name may come more than once.
    ///
    /// @param capture what the program left behind
    @Override
    public Extraction extract(Capture capture) {
        Extraction stdout = read(capture.stdout(), MetricStream.STDOUT);
        return stdout.metrics().isEmpty() && capture.stderr().size() > 0
                ? read(capture.stderr(), MetricStream.STDERR)
                : stdout;
    }

    private static Extraction read(Output output, MetricStream stream) {
        MetricCollector found = new MetricCollector("key-value", stream);
        for (String line : output.lines()) {
            int separator = separator(line);
            if (separator > 0) {
                readLine(line, separator, found);
            }
        }
        return found.toExtraction();
    }

    private static void readLine(String line, int separator, MetricCollector found) {
        String key = line.substring(0, separator).strip();
        String value = line.substring(separator + 1).strip();
        int end = Numbers.end(value, 0);
        String unit = value.substring(end).strip();
        if (key.isEmpty() || end == 0 || unit.length() > MAX_UNIT || unit.indexOf(' ') >= 0 || startsWord(value, end)) {
            return;
        }
        found.plain(underscored(key), Double.parseDouble(value.substring(0, end)), unit, line.strip());
    }

    /// `2nd` is no number with a unit, but `2ms` is: what follows at once must be a unit that is usual.
    private static boolean startsWord(String value, int end) {
        if (end == value.length() || value.charAt(end) == ' ' || value.charAt(end) == '%') {
            return false;
        }
        return switch (value.substring(end)) {
            case "ns", "us", "ms", "s", "B", "KiB", "MiB", "GiB", "kB", "MB", "GB", "K", "M", "G" -> false;
            default -> true;
        };
    }

    private static int separator(String line) {
        for (int at = 0; at < line.length(); at++) {
            char c = line.charAt(at);
            if (c == ':' || c == '=') {
                return at;
            }
        }
        return -1;
    }

    private static String underscored(String key) {
        StringBuilder name = new StringBuilder(key.length());
        boolean blank = false;
        for (int i = 0; i < key.length(); i++) {
            char c = key.charAt(i);
            if (c == ' ' || c == '\t') {
                blank = true;
            } else {
                if (blank) {
                    name.append('_');
                }
                blank = false;
                name.append(c);
            }
        }
        return name.toString();
    }
}
