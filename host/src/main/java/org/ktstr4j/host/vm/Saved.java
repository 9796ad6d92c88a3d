// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.vm;

import java.util.Map;

/// What was written of a guest.
///
/// @param bytes that are not zero
/// @param crc32c checksums of the large files, by name, holes included: so that nobody must read them again
/// @param unknown why it is not known which pages are free, so that those are written, too; empty if it is known
public record Saved(long bytes, Map<String, Long> crc32c, String unknown) {
    /// With a map of its own.
    public Saved {
        crc32c = Map.copyOf(crc32c);
    }
}
