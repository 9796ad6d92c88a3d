// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.template;

import java.time.Duration;

/// What a store may keep.
///
/// @param bytes on disk, over all templates
/// @param age since a template was last used
public record Limits(long bytes, Duration age) {
    /// Room for some twenty kernels and topologies, for a month.
    public static final Limits USUAL = new Limits(4L << 30, Duration.ofDays(30));

    /// Nothing.
    public static final Limits NONE = new Limits(-1, Duration.ZERO);
}
