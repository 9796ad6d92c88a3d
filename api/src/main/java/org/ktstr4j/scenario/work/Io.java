// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.scenario.work;

/// Work that waits for a disk. On tmpfs, which is all that a guest without a disk has, nothing blocks.
public sealed interface Io extends Work {
    /// Writes blocks of 4 KiB and waits until they are on the disk.
    ///
    /// @param path a block device, or a directory for a file of its own
    /// @param blocks in an iteration
    record IoSyncWrite(String path, int blocks) implements Io {}

    /// Reads a block of 4 KiB at a random place, past the page cache where the file system can do that.
    ///
    /// @param path a block device, or a directory for a file of its own
    /// @param blocks in the file
    record IoRandRead(String path, int blocks) implements Io {}

    /// A block in sequence written, one at random read, in turn; every sixteenth write waits for the disk.
    ///
    /// @param path a block device, or a directory for a file of its own
    /// @param blocks in the file
    record IoConvoy(String path, int blocks) implements Io {}
}
