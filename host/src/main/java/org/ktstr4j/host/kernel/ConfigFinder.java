// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.kernel;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ktstr4j.plan.PlanException;

/// Finds the config a kernel was built with: beside the image, in its build tree, or where systems install it.
final class ConfigFinder {
    private static final Path BUILD_TREE = Path.of("arch", "x86", "boot");

    private final Path root;

    /// @param root `/`, or what stands for it in a test
    ConfigFinder(Path root) {
        this.root = root;
    }

    /// {@return the config of this kernel, empty if none is found}
    Optional<Path> find(Path image, String release) {
        return candidates(image, release).stream()
                .filter(path -> fits(path, release))
                .findFirst();
    }

    /// {@return the places where a config is looked for, best first}
    List<Path> candidates(Path image, String release) {
        Path directory = image.toAbsolutePath().normalize().resolveSibling("");
        List<Path> places = new ArrayList<>();
        places.add(directory.resolve("config-" + release));
        places.add(directory.resolve("config"));
        if (directory.endsWith(BUILD_TREE)) {
            places.add(directory.resolve("../../../.config").normalize());
        }
        places.add(root.resolve("boot").resolve("config-" + release));
        Path modules = root.resolve("usr/lib/modules").resolve(release);
        places.add(modules.resolve("config"));
        places.add(modules.resolve("build/.config"));
        return places;
    }

    /// A file is taken when it is a kernel config and does not name another version: a build tree may have
    /// moved on.
    private static boolean fits(Path path, String release) {
        if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
            return false;
        }
        try {
            Optional<String> version = KernelConfig.read(path).titleVersion();
            return version.isEmpty() || release.startsWith(version.get());
        } catch (PlanException e) {
            return false; // a file that only happens to be called "config"
        }
    }
}
