// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.metric.extract;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.ktstr4j.metric.Metric;
import org.ktstr4j.metric.MetricStream;
import org.ktstr4j.metric.Polarity;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/// Flattens one document to metrics: object keys and array positions joined by dots, numbers only.
///
/// Members of an object come in the order of their keys, and of equal keys the last one counts; elements of an
/// array come in their order. Memory is bounded by the number of metrics, not by the length of the document.
final class JsonWalker {
    /// The deepest level whose numbers are kept; members of the root are on level 1.
    static final int MAX_DEPTH = 64;

    /// Stands for each value below the deepest level; its value is that level.
    static final String MARKER = "__walk_json_leaves_truncated";

    /// More metrics than this are counted, not kept.
    static final int MAX_METRICS = 20_000;

    /// A path longer than this cannot be a name.
    static final int MAX_NAME = 1000;

    private static final Polarity UNKNOWN = Polarity.unknown();

    private final JsonParser parser;
    private final MetricStream stream;
    private final List<Metric> metrics = new ArrayList<>();
    private final StringBuilder path = new StringBuilder();
    private long overCount;
    private long overLong;
    private long notFinite;
    private String firstNotFinite = "";
    private boolean sawValue;

    JsonWalker(JsonParser parser, MetricStream stream) {
        this.parser = parser;
        this.stream = stream;
    }

    /// Reads the one value that starts with `token`; throws what the parser throws.
    void walk(JsonToken token) {
        value(token, 0);
    }

    List<Metric> metrics() {
        return metrics;
    }

    /// {@return whether anything after the first bracket was understood}
    boolean sawValue() {
        return sawValue;
    }

    List<String> notices() {
        List<String> notices = new ArrayList<>();
        if (notFinite > 0) {
            notices.add(notFinite + (notFinite == 1 ? " value" : " values") + " of " + stream.label()
                    + " dropped: not a finite number; the first is " + firstNotFinite);
        }
        if (overLong > 0) {
            notices.add(overLong + (overLong == 1 ? " value" : " values") + " of " + stream.label()
                    + " dropped: the name has more than " + MAX_NAME + " characters");
        }
        if (overCount > 0) {
            notices.add(overCount + (overCount == 1 ? " value" : " values") + " of " + stream.label()
                    + " dropped: a document gives at most " + MAX_METRICS + " metrics");
        }
        return notices;
    }

    private void value(@Nullable JsonToken token, int depth) {
        if (token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT) {
            if (depth > MAX_DEPTH) {
                marker(depth);
            } else {
                number();
            }
        } else if (token == JsonToken.START_OBJECT || token == JsonToken.START_ARRAY) {
            if (depth > MAX_DEPTH) {
                parser.skipChildren();
                marker(depth);
            } else if (token == JsonToken.START_OBJECT) {
                object(depth);
            } else {
                array(depth);
            }
        }
    }

    private void object(int depth) {
        int base = metrics.size();
        int length = path.length();
        TreeMap<String, int[]> members = null;
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            sawValue = true;
            String key = parser.currentName();
            int from = metrics.size();
            append(key);
            value(parser.nextToken(), depth + 1);
            path.setLength(length);
            if (metrics.size() > from) {
                if (members == null) {
                    members = new TreeMap<>();
                }
                members.put(key, new int[] {from, metrics.size()});
            } else if (members != null) {
                members.remove(key);
            }
        }
        if (members != null) {
            order(members, base);
        }
    }

    /// Brings the metrics from `base` on into the order of the keys, and drops those of keys that came again.
    private void order(Map<String, int[]> members, int base) {
        int expected = base;
        for (int[] member : members.values()) {
            if (member[0] != expected) {
                break;
            }
            expected = member[1];
        }
        if (expected == metrics.size()) {
            return;
        }
        List<Metric> ordered = new ArrayList<>(metrics.size() - base);
        for (int[] member : members.values()) {
            ordered.addAll(metrics.subList(member[0], member[1]));
        }
        metrics.subList(base, metrics.size()).clear();
        metrics.addAll(ordered);
    }

    private void array(int depth) {
        int length = path.length();
        int index = 0;
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            sawValue = true;
            append(Integer.toString(index++));
            value(token, depth + 1);
            path.setLength(length);
        }
    }

    private void append(String component) {
        if (path.length() > 0) {
            path.append('.');
        }
        path.append(component);
    }

    private void number() {
        String raw = parser.getString();
        double value = parser.isNaN() ? Double.NaN : Double.parseDouble(raw);
        if (!Double.isFinite(value)) {
            if (notFinite++ == 0) {
                String name = path.length() > MAX_NAME ? path.substring(0, MAX_NAME) + "…" : path.toString();
                firstNotFinite = "\"" + name + "\" (" + (raw.length() > 40 ? raw.substring(0, 40) + "…" : raw) + ")";
            }
        } else if (path.length() > MAX_NAME) {
            overLong++;
        } else {
            add(path.toString(), value, raw);
        }
    }

    private void marker(int depth) {
        add(MARKER, depth, "");
    }

    private void add(String name, double value, String raw) {
        if (metrics.size() < MAX_METRICS) {
            metrics.add(new Metric(name, value, UNKNOWN, "", "json", stream, raw));
        } else {
            overCount++;
        }
    }
}
