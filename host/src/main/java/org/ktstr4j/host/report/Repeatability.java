// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.report;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ktstr4j.json.Node;

/// Whether a run can be had again, and how it would be known.
///
/// @param seed of the run
/// @param digest SHA-256 over everything that the guest recorded, its times to the nanosecond included, in
/// hexadecimal digits; empty if there is no record
/// @param doubt why another run with the same seed may differ, empty if it will not
public record Repeatability(long seed, String digest, String doubt) {
    /// Of a run that was not started.
    public static final Repeatability NONE = new Repeatability(0, "", "not run");

    /// {@return whether the same seed gives the same digest}
    public boolean holds() {
        return doubt.isEmpty();
    }

    Map<String, @Nullable Object> toJson() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("seed", seed);
        json.put("digest", digest);
        json.put("doubt", doubt);
        return json;
    }

    static Repeatability fromJson(Node json) {
        if (!json.present()) return NONE;
        return new Repeatability(
                json.get("seed").integer(),
                json.get("digest").string(),
                json.get("doubt").string());
    }
}
