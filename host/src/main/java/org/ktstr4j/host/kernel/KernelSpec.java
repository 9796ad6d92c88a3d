// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.kernel;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.ktstr4j.plan.PlanException;

/// Which kernel is wanted, as the user writes it.
public sealed interface KernelSpec {

    /// {@return the spec as it was written}
    String text();

    /// A bzImage on this machine.
    record ByPath(String text) implements KernelSpec {
        /// {@return the absolute path of the image}
        Path path() {
            return Path.of(text).toAbsolutePath().normalize();
        }
    }

    /// A kernel of Debian's archive: the newest cloud kernel with sched_ext, the newest of a version, or one
    /// release.
    record Debian(Optional<String> version) implements KernelSpec {
        @Override
        public String text() {
            return version.map(v -> "debian:" + v).orElse("debian");
        }

        /// {@return whether the spec names one kernel, so that a cached one is as good as any the archive has}
        boolean exact() {
            return version.filter(v ->
                            v.contains("-") || v.chars().filter(c -> c == '.').count() >= 2)
                    .isPresent();
        }

        /// {@return whether a kernel of this release is what was asked for}
        ///
        /// - A version, `7.3`, stands for the cloud kernels that continue it with a dot or a sign: `7.3.4+…`,
        ///   not `7.30.1+…`.
        /// - Anything with a `-` is a whole release, of any flavour.
        boolean matches(String release) {
            if (version.isEmpty()) {
                return release.endsWith(CLOUD);
            }
            String wanted = version.get();
            if (wanted.contains("-")) {
                return release.equals(wanted);
            }
            return release.endsWith(CLOUD)
                    && release.startsWith(wanted)
                    && !Character.isDigit(release.charAt(wanted.length()));
        }
    }

    /// How the releases of the small flavour without hardware drivers end. All that a guest needs is compiled in.
    String CLOUD = "-cloud-amd64";

    /// {@return the spec this text stands for; anything that is not `debian` or `debian:…` is a path}
    ///
    /// @throws PlanException if no version can be read after `debian:`, or the text is empty
    static KernelSpec parse(String text) {
        if (text.equals("debian")) {
            return new Debian(Optional.empty());
        }
        if (text.startsWith("debian:")) {
            String version = text.substring("debian:".length());
            if (!VERSION.matcher(version).matches()) {
                throw PlanException.of(
                        "kernel \"%s\": \"%s\" is no kernel version; write debian, debian:7.3 or debian:6.18.15"
                                .formatted(text, version));
            }
            return new Debian(Optional.of(version));
        }
        if (text.isBlank()) {
            throw PlanException.of(
                    "kernel \"%s\": empty; write debian, debian:7.3, or the path of a bzImage".formatted(text));
        }
        return new ByPath(text);
    }

    /// A version or a release as packages are named for it.
    Pattern VERSION = Pattern.compile("\\d+(\\.\\d+)*([+~.-][0-9A-Za-z]+)*");
}
