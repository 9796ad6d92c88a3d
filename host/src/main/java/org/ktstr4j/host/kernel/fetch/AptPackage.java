// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.kernel.fetch;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A package that an archive offers.
public record AptPackage(String name, String version, long sizeBytes) {

    /// {@return the packages in the output of `apt-cache show`, in its order}
    static List<AptPackage> parse(String out) {
        List<AptPackage> packages = new ArrayList<>();
        for (String stanza : out.split("\n\n", -1)) {
            Optional<String> name = field(stanza, "Package");
            Optional<String> version = field(stanza, "Version");
            Optional<String> size = field(stanza, "Size").filter(s -> s.matches("\\d{1,18}"));
            if (name.isPresent() && version.isPresent() && size.isPresent()) {
                packages.add(new AptPackage(name.get(), version.get(), Long.parseLong(size.get())));
            }
        }
        return packages;
    }

    private static Optional<String> field(String stanza, String name) {
        String start = name + ": ";
        return stanza.lines()
                .filter(line -> line.startsWith(start))
                .map(line -> line.substring(start.length()).strip())
                .findFirst();
    }
}
