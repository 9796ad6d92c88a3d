// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.kernel;

import java.util.Locale;

/// Byte counts as messages show them.
final class Sizes {
    private Sizes() {}

    static String mib(long bytes) {
        return String.format(Locale.ROOT, "%.1f MiB", bytes / 1048576.0);
    }
}
