// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.vm;

import java.nio.file.Path;

/// Where on the host a VM lives.
///
/// @param guard the native program `kt`, whose role `guard` kills QEMU and removes its files when this
/// process dies
/// @param preload the native object `preload.so`, loaded into each QEMU
/// @param ramParent existing directory for guest memory, in memory itself: [#SHARED_MEMORY] unless there is a
/// reason
/// @param logDir existing directory, of this VM alone, for `console.log` and `qemu.log`; stays
public record VmPlace(Path guard, Path preload, Path ramParent, Path logDir) {
    /// The file system in memory that every Linux has.
    public static final Path SHARED_MEMORY = Path.of("/dev/shm");

    /// {@return a place with its guest memory in `/dev/shm`}
    public static VmPlace of(Path guard, Path preload, Path logDir) {
        return new VmPlace(guard, preload, SHARED_MEMORY, logDir);
    }
}
