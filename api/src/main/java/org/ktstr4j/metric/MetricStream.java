// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.metric;

/// Where the text of a metric was found.
public enum MetricStream {
    /// The payload's standard output.
    STDOUT("stdout"),
    /// The payload's standard error.
    STDERR("stderr"),
    /// A result file that the payload wrote.
    FILE("file"),
    /// Nowhere: computed by the framework or by the author.
    SYNTHESIZED("synthesized");

    private final String label;

    MetricStream(String label) {
        this.label = label;
    }

    /// {@return the lower-case word used in messages and in JSON}
    public String label() {
        return label;
    }

    static MetricStream of(String label) {
        for (MetricStream stream : values()) {
            if (stream.label.equals(label)) {
                return stream;
            }
        }
        throw new IllegalArgumentException(
                "read metric: stream \"" + label + "\" is none of stdout, stderr, file, synthesized");
    }
}
