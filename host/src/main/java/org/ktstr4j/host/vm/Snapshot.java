// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.vm;

import java.nio.file.Path;

/// A guest at a standstill, as files of one directory: any number of VMs start from it, at the same time, and
/// none of them changes it.
///
/// @param dir `ram0` … (sparse: only pages that are not zero, and without the window), `window` (its pages up to
/// the last that is not zero), `state` (processors and devices)
public record Snapshot(Path dir) {
    Path state() {
        return dir.resolve("state");
    }

    Path ram(int node) {
        return dir.resolve("ram" + node);
    }

    Path window() {
        return dir.resolve("window");
    }
}
