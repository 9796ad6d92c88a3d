// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.run;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.ktstr4j.host.image.BaseImage;
import org.ktstr4j.plan.PlanException;

/// What ktstr4j brings for the guest, unpacked from its own jars into the cache: `kt` and the agent's
/// class path.
///
/// @param kt the static binary, executable
/// @param preload the object that QEMU loads
/// @param guestJars class path of the agent, in order
record Tools(Path kt, Path preload, List<Path> guestJars) {
    private static final String AGENT = "org.ktstr4j.guest.Agent";
    private static final String RESOURCES = "META-INF/ktstr4j/";

    // The host's POM copies these; the order is the class path's.
    private static final List<String> JARS = List.of(
            "ktstr4j-guest.jar",
            "ktstr4j-api.jar",
            "jackson-core.jar",
            "snakeyaml-engine.jar",
            "commons-statistics-inference.jar",
            "commons-statistics-distribution.jar",
            "commons-statistics-descriptive.jar",
            "commons-statistics-ranking.jar",
            "commons-numbers-core.jar",
            "commons-numbers-arrays.jar",
            "commons-numbers-combinatorics.jar",
            "commons-numbers-fraction.jar",
            "commons-numbers-gamma.jar",
            "commons-numbers-rootfinder.jar",
            "commons-rng-client-api.jar",
            "commons-rng-sampling.jar",
            "junit-jupiter-api.jar",
            "junit-platform-commons.jar",
            "opentest4j.jar");

    static Tools unpack(Path cache) {
        Path tools = cache.resolve("tools");
        return new Tools(
                unpack(tools, "kt", true),
                unpack(tools, "preload.so", true),
                JARS.stream().map(each -> unpack(tools, "guest/" + each, false)).toList());
    }

    /// {@return the same as parts of the guest's image}
    BaseImage.Parts parts() {
        return new BaseImage.Parts(kt, guestJars, AGENT, List.of("--rehearse"));
    }

    // Named by content, so that two versions of ktstr4j share a cache without seeing each other.
    private static Path unpack(Path tools, String name, boolean executable) {
        // Through the loader: a named module sees no resources but its own, and kt comes in another jar.
        try (InputStream in = Tools.class.getClassLoader().getResourceAsStream(RESOURCES + name)) {
            if (in == null) {
                throw PlanException.of(
                        "unpack %s: it is not among the resources of ktstr4j-host; build the project with mvn package"
                                .formatted(name));
            }
            byte[] bytes = in.readAllBytes();
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            Path directory = tools.resolve(HexFormat.of().formatHex(digest, 0, 8));
            Path file = directory.resolve(Path.of(name).getFileName().toString());
            if (Files.exists(file)) return file;
            Files.createDirectories(directory);
            Path aside = Files.createTempFile(directory, ".part", null);
            Files.write(aside, bytes);
            Files.setPosixFilePermissions(
                    aside, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
            Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
            return file;
        } catch (IOException e) {
            throw new PlanException(
                    "unpack %s to %s: %s; make room there or set XDG_CACHE_HOME".formatted(name, tools, e), e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has SHA-256
        }
    }
}
