// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.payload;

import org.ktstr4j.metric.extract.Output;

/// How much a program wrote to one stream.
///
/// @param written bytes that it wrote
/// @param kept bytes from the start that were looked at; less than `written` if the end was cut
public record StreamSize(long written, long kept) {
    static StreamSize of(Output output) {
        return new StreamSize(output.written(), output.size());
    }
}
