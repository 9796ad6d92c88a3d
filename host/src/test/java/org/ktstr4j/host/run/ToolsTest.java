// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ktstr4j.plan.PlanException;

class ToolsTest {
    @TempDir
    private Path cache;

    @Test
    void kt_is_unpacked_whole_and_executable() throws IOException {
        Tools tools = Tools.unpack(cache);

        try (InputStream in = Tools.class.getClassLoader().getResourceAsStream("META-INF/ktstr4j/kt")) {
            assertNotNull(in);
            assertArrayEquals(in.readAllBytes(), Files.readAllBytes(tools.kt()));
        }
        assertEquals("rwxr-xr-x", PosixFilePermissions.toString(Files.getPosixFilePermissions(tools.kt())));
        assertTrue(tools.kt().startsWith(cache));
    }

    @Test
    void the_agent_and_all_it_needs_are_there_agent_first() throws IOException {
        List<Path> jars = Tools.unpack(cache).guestJars();

        assertTrue(jars.size() >= 6, jars.toString());
        assertTrue(has(jars.getFirst(), "org/ktstr4j/guest/Agent.class"));
        for (String needed : List.of(
                "org/ktstr4j/scenario/Ctx.class",
                "tools/jackson/core/JsonParser.class",
                "org/junit/jupiter/api/Assertions.class",
                "org/opentest4j/AssertionFailedError.class",
                "org/snakeyaml/engine/v2/api/LoadSettings.class")) {
            boolean found = false;
            for (Path jar : jars) found |= has(jar, needed);
            assertTrue(found, needed);
        }
        for (Path jar : jars) assertFalse(Files.isExecutable(jar) && !isRoot(), jar.toString());
    }

    @Test
    void a_second_time_nothing_is_written() throws IOException {
        Tools first = Tools.unpack(cache);
        FileTime then = FileTime.fromMillis(1_000_000);
        Files.setLastModifiedTime(first.kt(), then);

        Tools second = Tools.unpack(cache);

        assertEquals(first, second);
        assertEquals(then, Files.getLastModifiedTime(second.kt()));
        try (Stream<Path> files = Files.walk(cache)) {
            assertEquals(
                    2 + first.guestJars().size(),
                    files.filter(Files::isRegularFile).count());
        }
    }

    @Test
    void a_cache_that_cannot_be_written_is_refused() throws IOException {
        Path file = Files.writeString(cache.resolve("tools"), "in the way");

        PlanException refused = assertThrows(PlanException.class, () -> Tools.unpack(cache));

        String message = String.valueOf(refused.getMessage());
        assertEquals(
                "unpack kt to %s: java.nio.file.FileSystemException: %s/HASH: Not a directory; make room there or set XDG_CACHE_HOME"
                        .formatted(file, file),
                message.replaceAll("/tools/[0-9a-f]{16}", "/tools/HASH"));
    }

    private static boolean has(Path jar, String entry) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.getEntry(entry) != null;
        }
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }
}
