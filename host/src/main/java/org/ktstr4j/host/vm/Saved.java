// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.vm;

import java.util.Map;

/// What was written of a guest.
///
/// @param bytes that are not zero
/// @param crc32c checksums of the large files, by name, holes included: so that nobody must read them again
public record Saved(long bytes, Map<String, Long> crc32c) {
    /// With a map of its own.
    public Saved {
        crc32c = Map.copyOf(crc32c);
    }
}
