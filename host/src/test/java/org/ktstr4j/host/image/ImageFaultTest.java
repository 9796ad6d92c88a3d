// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A process that is killed while it makes an image: the next one makes it, and nothing stays but what is swept.
class ImageFaultTest {
    private static final long POLL_MS = 20;

    @TempDir
    Path dir;

    @Test
    @Timeout(300)
    void the_next_maker_does_not_notice() throws IOException, InterruptedException {
        Path cache = dir.resolve("cache");
        Path temporary = Files.createDirectory(dir.resolve("tmp"));
        Path kt = Files.writeString(dir.resolve("kt"), "static");
        Path jar = TinyAgent.jar(dir.resolve("agent.jar"));

        kill(cache, kt, jar, temporary, "runtimes/.aside-*/said.log"); // jlink runs
        kill(cache, kt, jar, temporary, "images/.aside-*/root*/said.log"); // the training or the dump
        BaseImage image = BaseImage.build(cache, ImageMaker.parts(kt, jar, "train"));

        assertTrue(Files.size(image.initramfs()) > 1_000_000);
        assertEquals(List.of(), below(temporary, "**"));
        assertEquals(1, below(cache, "runtimes/[!.]*").size());
        assertEquals(1, below(cache, "images/[!.]*").size());
        // the tools of the dead end by themselves
        while (ProcessHandle.allProcesses().anyMatch(this::isOurs)) Thread.sleep(POLL_MS);
    }

    private void kill(Path cache, Path kt, Path jar, Path temporary, String reached)
            throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin/java").toString();
        File said = dir.resolve("said").toFile();
        Process maker = new ProcessBuilder(
                        java,
                        "-Djava.io.tmpdir=" + temporary,
                        "-cp",
                        System.getProperty("java.class.path") + ":" + System.getProperty("jdk.module.path", ""),
                        ImageMaker.class.getName(),
                        cache.toString(),
                        kt.toString(),
                        jar.toString())
                .redirectErrorStream(true)
                .redirectOutput(said)
                .start();
        while (!exists(cache, reached)) {
            assertTrue(maker.isAlive(), () -> "ended before " + reached + ": " + read(said));
            Thread.sleep(POLL_MS);
        }
        maker.destroyForcibly().waitFor(1, TimeUnit.MINUTES);
        assertEquals(137, maker.exitValue(), () -> read(said));
    }

    private boolean isOurs(ProcessHandle process) {
        return process.info().commandLine().orElse("").contains(dir.toString());
    }

    private static boolean exists(Path cache, String glob) throws IOException {
        try {
            return !below(cache, glob).isEmpty();
        } catch (UncheckedIOException e) {
            return false; // something was just moved or removed
        }
    }

    private static List<Path> below(Path root, String glob) throws IOException {
        if (!Files.exists(root)) return List.of();
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + glob);
        try (Stream<Path> all = Files.find(root, 4, (path, _) -> matcher.matches(root.relativize(path)))) {
            return all.filter(each -> !each.equals(root)).toList();
        }
    }

    private static String read(File file) {
        try {
            return Files.readString(file.toPath());
        } catch (IOException e) {
            return e.toString();
        }
    }
}
