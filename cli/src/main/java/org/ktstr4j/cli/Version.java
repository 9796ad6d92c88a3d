// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.cli;

import picocli.CommandLine.IVersionProvider;

/// What `ktstr --version` prints.
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String own = Version.class.getPackage().getImplementationVersion();
        return new String[] {
            "ktstr " + (own == null ? "(built from source)" : own),
            "Java " + Runtime.version() + ", " + System.getProperty("java.home")
        };
    }
}
