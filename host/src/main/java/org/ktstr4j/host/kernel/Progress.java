// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.kernel;

/// Listener of a long command: told each step as it begins.
@FunctionalInterface
public interface Progress {
    /// A step begins, for example `downloading linux-base-7.3.4+deb13-cloud-amd64 (1.0 MiB)`.
    void step(String text);
}
