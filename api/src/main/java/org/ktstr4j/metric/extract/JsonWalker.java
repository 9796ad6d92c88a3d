// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.metric.extract;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ktstr4j.metric.Metric;
import org.ktstr4j.metric.MetricStream;
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

    private final JsonParser parser;
    private final MetricCollector found;
    private final List<Metric> metrics;
    private final StringBuilder path = new StringBuilder();
    private boolean sawValue;
    private boolean foundNumber;

    JsonWalker(JsonParser parser, MetricStream stream) {
        this.parser = parser;
        this.found = new MetricCollector("json", stream);
        this.metrics = found.metrics();
    }

    /// Reads the one value that starts with `token`; throws what the parser throws.
    void walk(JsonToken token) {
        value(token, 0);
    }

    /// {@return whether anything after the first bracket was understood}
    boolean sawValue() {
        return sawValue;
    }

    /// {@return whether there was a number, kept or not}
    boolean foundNumber() {
        return foundNumber;
    }

    Extraction toExtraction() {
        return found.toExtraction();
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
        int length = path.length();
        Members members = null;
        int base = metrics.size();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            sawValue = true;
            String key = parser.currentName();
            int from = metrics.size();
            append(key);
            value(parser.nextToken(), depth + 1);
            path.setLength(length);
            if (metrics.size() > from) {
                if (members == null) {
                    members = new Members();
                }
                members.add(key, from, metrics.size());
            } else if (members != null) {
                members.remove(key);
            }
        }
        if (members != null && !members.inOrder()) {
            List<Metric> ordered = members.ordered(metrics);
            metrics.subList(base, metrics.size()).clear();
            metrics.addAll(ordered);
        }
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
        double value = value(raw);
        String name = path.length() > MetricCollector.MAX_NAME
                ? path.substring(0, MetricCollector.MAX_NAME + 1)
                : path.toString();
        foundNumber = true;
        found.plain(name, value, "", raw);
    }

    private double value(String raw) {
        if (parser.isNaN()) {
            return Double.NaN;
        }
        // short integers, the bulk, need no parsing of decimals; -0 is not an integer
        boolean small = parser.isExpectedNumberIntToken() && raw.length() <= 15 && raw.charAt(0) != '-';
        return small ? (double) parser.getLongValue() : Double.parseDouble(raw);
    }

    private void marker(int depth) {
        foundNumber = true;
        found.plain(MARKER, depth, "", "");
    }
}
