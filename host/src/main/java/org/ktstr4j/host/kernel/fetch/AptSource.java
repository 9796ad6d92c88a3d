// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.kernel.fetch;

/// One suite of one archive.
///
/// @param site address of the archive, as apt's configuration has it
/// @param suite for example `trixie-backports`
/// @param main whether the archive is the main one, with all suites, not the one of security updates
public record AptSource(String site, String suite, boolean main) {
    @Override
    public String toString() {
        return suite + " at " + site;
    }
}
