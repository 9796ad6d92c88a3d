// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.kernel.fetch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The kernels a suite offers. There are two layouts of packages; which one a release has is seen from what is
/// there:
///
/// - `linux-binary-RELEASE` holds the image (in `usr/lib/modules/RELEASE/`, or still in `boot/`), and
///   `linux-base-RELEASE` the config. `linux-image-RELEASE` is then empty. Since Debian's 6.19.
/// - `linux-image-RELEASE` holds image, config and modules in one. Before that.
public final class DebianKernels {
    /// Three numbers at least: `linux-image-6.12-cloud-amd64` is an empty package that only names another.
    private static final Pattern NAME =
            Pattern.compile("linux-(binary|image|base)-(\\d+\\.\\d+\\.\\d[^-]*(-\\d+)?(-[a-z]+)?-amd64)");

    private DebianKernels() {}

    /// A kernel of an archive.
    ///
    /// @param image the package with the image
    /// @param base the package with the config, empty if the image's package has it or the archive lost it
    public record Offer(String release, AptPackage image, Optional<AptPackage> base) {
        /// {@return whether image and config are in packages of their own}
        public boolean split() {
            return image.name().startsWith("linux-binary-");
        }
    }

    /// {@return the kernels in this suite, newest first}
    public static List<Offer> in(AptRoot root) {
        return offers(root.packages("linux-", NAME));
    }

    static List<Offer> offers(List<AptPackage> packages) {
        NavigableMap<String, Map<String, AptPackage>> byRelease = new TreeMap<>(new ReleaseOrder());
        for (AptPackage offered : packages) {
            Matcher m = NAME.matcher(offered.name());
            if (m.matches()) {
                byRelease.computeIfAbsent(m.group(2), r -> new TreeMap<>()).put(m.group(1), offered);
            }
        }
        List<Offer> offers = new ArrayList<>();
        byRelease.descendingMap().forEach((release, kinds) -> {
            AptPackage image = kinds.getOrDefault("binary", kinds.get("image"));
            if (image != null) {
                offers.add(new Offer(release, image, Optional.ofNullable(kinds.get("base"))));
            }
        });
        return offers;
    }
}
