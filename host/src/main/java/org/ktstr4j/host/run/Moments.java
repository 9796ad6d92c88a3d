// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.run;

import java.util.LinkedHashMap;
import java.util.Map;

/// When a run came how far, by the host's clock, in ns since its beginning.
final class Moments {
    private final long startedNs = System.nanoTime();
    private final Map<String, Long> reached = new LinkedHashMap<>();

    /// Notes that something has happened, the first time that it has.
    ///
    /// @param what as the result file names it
    void reached(String what) {
        reached.putIfAbsent(what, sinceStart());
    }

    long sinceStart() {
        return System.nanoTime() - startedNs;
    }

    Map<String, Long> all() {
        return reached;
    }
}
