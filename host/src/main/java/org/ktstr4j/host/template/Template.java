// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.template;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

/// A template in the cache.
///
/// @param dir its directory, not to be changed; named by its key
/// @param identity what it depends on, by name
/// @param lastUsed when a test last started from it
/// @param bytes that it takes on disk
public record Template(Path dir, Map<String, String> identity, Instant lastUsed, long bytes) {
    /// {@return the name of its identity}
    public String key() {
        return dir.getFileName().toString();
    }
}
