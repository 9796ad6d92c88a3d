// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.metric.extract;

import org.ktstr4j.metric.MetricStream;

/// JSON in mixed text: standard output, and only if that holds no metric, standard error. Never merged.
public final class JsonExtractor implements Extractor {
    /// The extractor; it has no settings.
    public JsonExtractor() {}

    /// {@return the numbers of the document that counts, flattened to dotted paths}
    ///
    /// - The last complete document that holds a number counts; text around documents is ignored. An array that
    ///   shares its line with other text (`[ 0.12] started`) counts only if there is no other document.
    /// - Object keys and array positions are joined by dots; keys are not escaped. Members in the order of their
    ///   keys, elements in theirs; of equal keys in one object the last one counts. A document that is just a
    ///   number has the empty name.
    /// - Numbers that are not finite doubles (`NaN`, `nan`, `inf`, `1e400`) are dropped one by one, with a
    ///   notice.
    /// - Values more than 64 levels deep are replaced by a metric `__walk_json_leaves_truncated` each, its value
    ///   the level.
    /// - At most 20,000 metrics with names of at most 1000 characters; the rest is dropped with a notice.
    ///
    /// @param capture what the program left behind
    @Override
    public Extraction extract(Capture capture) {
        Extraction stdout = JsonDocuments.find(capture.stdout(), MetricStream.STDOUT);
        if (!stdout.metrics().isEmpty() || capture.stderr().size() == 0) {
            return stdout;
        }
        Extraction stderr = JsonDocuments.find(capture.stderr(), MetricStream.STDERR);
        return stderr.metrics().isEmpty() && stderr.notices().isEmpty() ? stdout : stderr;
    }
}
