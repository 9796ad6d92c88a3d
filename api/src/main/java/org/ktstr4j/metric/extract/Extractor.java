// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.metric.extract;

/// A format: how metrics are found in what a program left behind. Pure and total; a lambda will do.
@FunctionalInterface
public interface Extractor {
    /// {@return the metrics of this capture; none if there is nothing that the format knows}
    ///
    /// @param capture what the program left behind
    Extraction extract(Capture capture);
}
