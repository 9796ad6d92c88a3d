// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.kernel;

import java.nio.file.Path;
import java.util.Optional;

/// A kernel that can be booted: an x86-64 bzImage whose header was read, and its config if one was found.
///
/// @param image absolute path of the bzImage
/// @param config absolute path of the config it was built with, empty if none was found
/// @param header what the image says of itself
/// @param origin where it comes from: `given by path`, or suite, package and version
public record Kernel(Path image, Optional<Path> config, BzImage header, String origin) {

    /// {@return `uname -r` of this kernel}
    public String release() {
        return header.release();
    }

    /// {@return the parsed config, empty if none was found}
    public Optional<KernelConfig> readConfig() {
        return config.map(KernelConfig::read);
    }

    /// {@return what this kernel can test, by its config}
    public KernelFeatures features() {
        return new KernelFeatures(readConfig());
    }
}
