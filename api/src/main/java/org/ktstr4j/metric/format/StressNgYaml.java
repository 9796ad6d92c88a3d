// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.metric.format;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.ktstr4j.metric.MetricStream;
import org.ktstr4j.metric.extract.Capture;
import org.ktstr4j.metric.extract.Extraction;
import org.ktstr4j.metric.extract.Extractor;
import org.ktstr4j.metric.extract.MetricCollector;
import org.ktstr4j.metric.extract.Output;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.Parser;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/// The YAML of stress-ng 0.14 to 0.22 (`--metrics --yaml FILE`), from a result file or out of the log on standard
/// output.
///
/// Read as events, so that no version's unquoted dates, times and host names can become anything else than text.
public final class StressNgYaml implements Extractor {
    /// The format; it has no settings.
    public StressNgYaml() {}

    /// {@return `STRESSOR.KEY` for each number of `metrics:`, with instances as `STRESSOR.instances.N.KEY`, and
    /// `times.KEY`}
    ///
    /// The headline is `STRESSOR.bogo-ops-per-second-real-time`. A file that was cut in the middle gives what
    /// came before, and a notice.
    ///
    /// @param capture what the program left behind
    @Override
    public Extraction extract(Capture capture) {
        boolean file = !capture.files().isEmpty();
        Output output = file ? capture.files().values().iterator().next() : capture.stdout();
        MetricCollector found = new MetricCollector("stress-ng", file ? MetricStream.FILE : MetricStream.STDOUT);
        String yaml = document(output);
        if (!yaml.isEmpty()) {
            LoadSettings settings = LoadSettings.builder()
                    .setCodePointLimit(Integer.MAX_VALUE)
                    .setLabel("the YAML of stress-ng")
                    .build();
            Reading reading = new Reading(found);
            try {
                Parser parser = new ParserImpl(settings, new StreamReader(settings, yaml));
                while (parser.hasNext()) {
                    reading.event(parser.next());
                }
            } catch (YamlEngineException e) {
                String message = String.valueOf(e.getMessage());
                int line = message.indexOf('\n');
                found.notice("the YAML of stress-ng ends early: " + (line < 0 ? message : message.substring(0, line)));
            }
        }
        return found.toExtraction();
    }

    /// The last document, without the lines of the log that may stand between its own.
    private static String document(Output output) {
        StringBuilder yaml = new StringBuilder();
        boolean inside = false;
        for (String line : output.lines()) {
            if (line.equals("---")) {
                yaml.setLength(0);
                inside = true;
            } else if (line.equals("...")) {
                inside = false;
            } else if (inside && !line.startsWith("stress-ng: ")) {
                yaml.append(line).append('\n');
            }
        }
        return yaml.toString();
    }

    /// Where the reading is: the open collections, each with the key it is the value of.
    private static final class Reading {
        private final MetricCollector found;
        private final Deque<Level> levels = new ArrayDeque<>();
        private String stressor = "";

        private Reading(MetricCollector found) {
            this.found = found;
        }

        /// One open collection.
        private static final class Level {
            private final boolean sequence;
            private final String name;
            private @Nullable String key;
            private int index;

            private Level(boolean sequence, String name) {
                this.sequence = sequence;
                this.name = name;
            }
        }

        private void event(Event event) {
            switch (event.getEventId()) {
                case MappingStart -> open(false);
                case SequenceStart -> open(true);
                case MappingEnd, SequenceEnd -> {
                    levels.pop();
                    valueDone();
                }
                case Scalar -> scalar((ScalarEvent) event);
                case Alias -> valueDone();
                default -> {
                    // starts and ends of stream and document
                }
            }
        }

        private void open(boolean sequence) {
            Level parent = levels.peek();
            String name = parent == null ? "" : parent.sequence ? Integer.toString(parent.index) : keyOf(parent);
            if (levels.size() == 2) {
                stressor = "";
            }
            levels.push(new Level(sequence, name));
        }

        private static String keyOf(Level level) {
            return level.key == null ? "" : level.key;
        }

        private void scalar(ScalarEvent scalar) {
            Level level = levels.peek();
            if (level == null) {
                return;
            }
            if (!level.sequence && level.key == null) {
                level.key = scalar.getValue();
                return;
            }
            if (levels.size() == 3 && keyOf(level).equals("stressor")) {
                stressor = scalar.getValue();
            } else if (scalar.getScalarStyle() == ScalarStyle.PLAIN) {
                number(level, scalar.getValue());
            }
            valueDone();
        }

        private void valueDone() {
            Level level = levels.peek();
            if (level != null) {
                level.key = null;
                level.index++;
            }
        }

        private void number(Level level, String text) {
            double value = Numbers.parse(text);
            String prefix = prefix();
            if (!Double.isNaN(value) && !prefix.isEmpty()) {
                Units.add(prefix, keyOf(level), value, text, found);
            }
        }

        /// `times.`, `cpu.`, `cpu.instances.0.`; empty for the sections that hold no results.
        private String prefix() {
            Object[] path = levels.stream().map(level -> level.name).toArray();
            int depth = path.length;
            String section = depth < 2 ? "" : (String) path[depth - 2];
            if (depth == 2 && section.equals("times")) {
                return "times.";
            }
            if (depth == 3 && section.equals("metrics") && !stressor.isEmpty()) {
                return stressor + ".";
            }
            if (depth == 5 && section.equals("metrics") && path[1].equals("instances") && !stressor.isEmpty()) {
                return stressor + ".instances." + path[0] + ".";
            }
            return "";
        }
    }

    /// What the keys of stress-ng mean.
    private static final class Units {
        private static void add(String prefix, String key, double value, String raw, MetricCollector found) {
            String name = prefix + key;
            switch (key) {
                case "bogo-ops" -> found.higher(name, value, "bogo-ops", raw);
                case "bogo-ops-per-second-real-time", "bogo-ops-per-second-usr-sys-time" ->
                    found.higher(name, value, "bogo-ops/s", raw);
                case "wall-clock-time", "user-time", "system-time", "run-time", "available-cpu-time", "total-time" ->
                    found.plain(name, value, "s", raw);
                case "cpu-usage-per-instance", "cpu-usage" -> found.plain(name, value, "%", raw);
                case "max-rss" -> found.lower(name, value, "KiB", raw);
                default -> addExtra(name, key, value, raw, found);
            }
        }

        /// The extra metrics of single stressors: their names are descriptions.
        private static void addExtra(String name, String key, double value, String raw, MetricCollector found) {
            if (key.startsWith("nanosecs-") || key.startsWith("ns-")) {
                found.lower(name, value, "ns", raw);
            } else if (key.endsWith("-per-sec") || key.endsWith("-per-second")) {
                found.higher(name, value, "1/s", raw);
            } else if (key.endsWith("-percent")) {
                found.plain(name, value, "%", raw);
            } else {
                found.plain(name, value, "", raw);
            }
        }
    }
}
