// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.metric.extract;

import java.util.ArrayList;
import java.util.List;
import org.ktstr4j.metric.Metric;
import org.ktstr4j.metric.MetricStream;
import org.ktstr4j.metric.Polarity;

/// Collects the metrics of one format, within bounds: at most 20,000 of them, with names of at most 1000
/// characters and finite values. What is left out is counted, and said in a notice. For one thread.
public final class MetricCollector {
    static final int MAX_METRICS = 20_000;
    static final int MAX_NAME = 1000;
    private static final int MAX_NOTICES = 20;
    private static final int QUOTE = 40;

    private final String source;
    private final List<Metric> metrics = new ArrayList<>();
    private final List<String> notices = new ArrayList<>();
    private MetricStream stream;
    private long overNotices;
    private long overCount;
    private long overLong;
    private long notFinite;
    private String firstNotFinite = "";

    /// An empty collector.
    ///
    /// @param source name of the format: `stress-ng`
    /// @param stream where the text is that metrics are found in
    public MetricCollector(String source, MetricStream stream) {
        this.source = source;
        this.stream = stream;
    }

    /// Says that what comes next was found elsewhere.
    ///
    /// @param next where the text is that metrics are found in
    /// @return this collector
    public MetricCollector in(MetricStream next) {
        stream = next;
        return this;
    }

    /// Adds a metric of which more is better.
    ///
    /// @param name dotted path
    /// @param value left out, with a notice, if it is NaN or infinite
    /// @param unit empty if there is none
    /// @param raw the text it was read from
    /// @return this collector
    public MetricCollector higher(String name, double value, String unit, String raw) {
        return add(name, value, Polarity.higherBetter(), unit, raw);
    }

    /// Adds a metric of which less is better.
    ///
    /// @param name dotted path
    /// @param value left out, with a notice, if it is NaN or infinite
    /// @param unit empty if there is none
    /// @param raw the text it was read from
    /// @return this collector
    public MetricCollector lower(String name, double value, String unit, String raw) {
        return add(name, value, Polarity.lowerBetter(), unit, raw);
    }

    /// Adds a metric of which nobody knows which direction is the good one.
    ///
    /// @param name dotted path
    /// @param value left out, with a notice, if it is NaN or infinite
    /// @param unit empty if there is none
    /// @param raw the text it was read from
    /// @return this collector
    public MetricCollector plain(String name, double value, String unit, String raw) {
        return add(name, value, Polarity.unknown(), unit, raw);
    }

    /// Adds a metric.
    ///
    /// @param name dotted path
    /// @param value left out, with a notice, if it is NaN or infinite
    /// @param polarity which direction is the good one
    /// @param unit empty if there is none
    /// @param raw the text it was read from
    /// @return this collector
    public MetricCollector add(String name, double value, Polarity polarity, String unit, String raw) {
        if (!Double.isFinite(value)) {
            if (notFinite++ == 0) {
                firstNotFinite = "\"" + cut(name, MAX_NAME) + "\" (" + cut(raw, QUOTE) + ")";
            }
        } else if (name.length() > MAX_NAME) {
            overLong++;
        } else if (metrics.size() >= MAX_METRICS) {
            overCount++;
        } else {
            metrics.add(new Metric(name, value, polarity, unit, source, stream, raw));
        }
        return this;
    }

    /// Adds a remark on something that had to be left out.
    ///
    /// @param notice one sentence
    /// @return this collector
    public MetricCollector notice(String notice) {
        if (notices.size() < MAX_NOTICES) {
            notices.add(notice);
        } else {
            overNotices++;
        }
        return this;
    }

    /// {@return whether no metric was added yet}
    public boolean isEmpty() {
        return metrics.isEmpty();
    }

    /// {@return what was collected}
    public Extraction toExtraction() {
        List<String> all = new ArrayList<>(notices);
        if (overNotices > 0) {
            all.add(overNotices + " more of the kind");
        }
        drop(all, notFinite, "not a finite number; the first is " + firstNotFinite);
        drop(all, overLong, "the name has more than " + MAX_NAME + " characters");
        drop(all, overCount, "one output gives at most " + MAX_METRICS + " metrics");
        return new Extraction(metrics, all);
    }

    /// The live list, for a walker that brings it into another order.
    List<Metric> metrics() {
        return metrics;
    }

    private void drop(List<String> all, long count, String why) {
        if (count > 0) {
            all.add(count + (count == 1 ? " value of " : " values of ") + stream.label() + " dropped: " + why);
        }
    }

    private static String cut(String text, int limit) {
        return text.length() > limit ? text.substring(0, limit) + "…" : text;
    }
}
