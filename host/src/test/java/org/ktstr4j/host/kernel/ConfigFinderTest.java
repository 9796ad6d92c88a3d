// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigFinderTest {
    private static final String RELEASE = "7.3.4+deb13-cloud-amd64";

    @TempDir
    Path dir;

    private Path root;

    @BeforeEach
    void make_a_system_root() {
        root = dir.resolve("root");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "here/config-" + RELEASE,
                "here/config",
                "root/boot/config-" + RELEASE,
                "root/usr/lib/modules/" + RELEASE + "/config",
                "root/usr/lib/modules/" + RELEASE + "/build/.config"
            })
    void a_config_is_found_beside_the_image_or_in_the_system(String place) throws IOException {
        Path config = put(dir.resolve(place));

        assertEquals(Optional.of(config), find("here/vmlinuz"));
    }

    @Test
    void a_config_is_found_in_the_build_tree() throws IOException {
        Path config = put(dir.resolve("linux/.config"));

        assertEquals(Optional.of(config), find("linux/arch/x86/boot/bzImage"));
    }

    @Test
    void the_nearer_one_wins() throws IOException {
        Path near = put(dir.resolve("here/config-" + RELEASE));
        put(root.resolve("boot/config-" + RELEASE));

        assertEquals(Optional.of(near), find("here/vmlinuz"));
    }

    @Test
    void a_config_of_another_version_is_passed_over() throws IOException {
        Path config = dir.resolve("linux/.config");
        Files.createDirectories(dir.resolve("linux"));
        Files.writeString(config, Recorded.text(Recorded.OLD_CONFIG));

        assertEquals(Optional.empty(), find("linux/arch/x86/boot/bzImage"));
    }

    @Test
    void a_file_that_is_only_called_config_is_passed_over() throws IOException {
        Files.createDirectories(dir.resolve("here"));
        Files.writeString(dir.resolve("here/config"), "[core]\n");

        assertEquals(Optional.empty(), find("here/vmlinuz"));
    }

    private Path put(Path path) throws IOException {
        Files.createDirectories(path.resolveSibling(""));
        return Files.writeString(path, Recorded.text(Recorded.NEW_CONFIG));
    }

    private Optional<Path> find(String image) {
        return new ConfigFinder(root).find(dir.resolve(image), RELEASE);
    }
}
