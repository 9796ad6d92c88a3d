// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ktstr4j.plan.PlanException;

/// Makes real images: jlink and the training run are processes, some seconds in all.
class BaseImageTest {
    @TempDir
    static Path dir = Path.of("");

    private static BaseImage image = new BaseImage(dir, Map.of());
    private static Map<String, CpioReader.Item> items = Map.of();

    @BeforeAll
    static void anImage() throws IOException {
        Files.writeString(dir.resolve("kt"), "static");
        TinyAgent.jar(dir.resolve("agent.jar"));
        image = BaseImage.build(dir.resolve("cache"), parts(List.of("train")));
        items = CpioReader.read(Files.readAllBytes(image.initramfs()));
    }

    @Test
    void it_holds_what_a_guest_starts_with() {
        assertEquals("static", text("init"));
        assertEquals("/init", text("usr/bin/kt"));
        assertEquals("usr/lib64", text("lib64"));
        assertEquals(041777, item("tmp").mode());
        assertTrue(item("usr/lib64/ld-linux-x86-64.so.2").text().length() > 100_000);
        assertTrue(items.keySet().stream().anyMatch(path -> path.matches("usr/lib.*/libc.so.6")));
        assertEquals("""
                /opt/jre/bin/java
                @/opt/ktstr/jvm.options
                -cp
                /opt/ktstr/lib/agent.jar
                org.ktstr4j.host.image.TinyAgent
                """, text("opt/ktstr/agent.argv"));
        assertTrue(text("opt/ktstr/jvm.options").endsWith("\n-XX:SharedArchiveFile=/opt/ktstr/agent.jsa\n"));
        assertTrue(item("opt/ktstr/agent.jsa").text().length() > 1_000_000);
    }

    @Test
    void it_is_at_most_80_mb() throws IOException {
        long bytes = Files.size(image.initramfs());

        assertTrue(bytes < 80_000_000, bytes + " bytes");
    }

    @Test
    void the_runtime_in_it_accepts_the_class_archive_elsewhere() throws IOException, InterruptedException {
        Path guest = Files.createDirectories(dir.resolve("guest"));
        Path lib = Files.createDirectories(guest.resolve("opt/ktstr/lib"));
        Path jar = Files.copy(dir.resolve("agent.jar"), lib.resolve("agent.jar"));
        Files.setLastModifiedTime(jar, FileTime.fromMillis(Newc.MTIME_S * 1000));
        Path archive = unpack("opt/ktstr/agent.jsa", guest.resolve("agent.jsa"));
        Path said = guest.resolve("said");
        Path java = GuestRuntime.make(dir.resolve("cache")).home().resolve("bin/java");
        List<String> command = new ArrayList<>(List.of(java.toString()));
        command.addAll(JvmOptions.ofEveryRun());
        command.addAll(List.of("-XX:SharedArchiveFile=" + archive, "-Xshare:on", "-cp", jar.toString()));
        command.addAll(List.of(TinyAgent.class.getName(), "here"));

        Process process = new ProcessBuilder(command)
                .directory(guest.toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();

        assertEquals(0, process.waitFor(), () -> read(said));
        assertEquals("trained with here, input ended with -1\n", read(said));
    }

    @Test
    void the_same_parts_give_the_same_image() {
        BaseImage again = BaseImage.build(dir.resolve("cache"), parts(List.of("train")));

        assertEquals(image, again);
    }

    @Test
    void other_content_gives_another_image() throws IOException {
        Path other = Files.writeString(dir.resolve("other-kt"), "other");

        BaseImage changed = BaseImage.build(
                dir.resolve("cache"),
                new BaseImage.Parts(
                        other, List.of(dir.resolve("agent.jar")), TinyAgent.class.getName(), List.of("train")));

        assertNotEquals(image.initramfs(), changed.initramfs());
    }

    @Test
    void an_agent_that_fails_its_training_is_quoted() {
        PlanException thrown = assertThrows(
                PlanException.class, () -> BaseImage.build(dir.resolve("cache"), parts(List.of("train", "badly"))));

        String message = thrown.toString();
        assertTrue(message.contains(": make the class archive of the guest's agent: \""), message);
        assertTrue(
                message.contains("\" exited with 3 and said \"trained with train badly, input ended with -1"), message);
        assertTrue(message.endsWith("; set JAVA_HOME to an unmodified JDK 25 with HotSpot"), message);
    }

    private static BaseImage.Parts parts(List<String> training) {
        return ImageMaker.parts(dir.resolve("kt"), dir.resolve("agent.jar"), training.toArray(String[]::new));
    }

    private static Path unpack(String path, Path target) throws IOException {
        return Files.writeString(target, text(path), ISO_8859_1);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String text(String path) {
        return item(path).text();
    }

    private static CpioReader.Item item(String path) {
        return Optional.ofNullable(items.get(path))
                .orElseThrow(() -> new AssertionError(path + " not in " + items.keySet()));
    }
}
