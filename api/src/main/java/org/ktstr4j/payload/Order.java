// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.payload;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ktstr4j.metric.MetricCheck;
import org.ktstr4j.payload.launch.LaunchSpec;

/// One invocation, decided: what is started, and what is done with it afterwards. A negative time limit is none.
record Order(
        Payload payload,
        List<MetricCheck> checks,
        LaunchSpec spec,
        long timeoutNs,
        @Nullable ResultFiles files) {
    void discardFiles() {
        if (files != null) {
            files.discard();
        }
    }

    PayloadException refusal(PayloadException.Kind kind, String message, @Nullable Throwable cause) {
        return new PayloadException(kind, payload.name(), message, cause, null);
    }
}
