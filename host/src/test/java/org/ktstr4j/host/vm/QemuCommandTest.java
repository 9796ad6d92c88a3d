// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.vm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QemuCommandTest {
    private static final Path GOLDEN = Path.of("src/test/resources/qemu-command");

    @TempDir
    Path dir;

    private VmSpec spec(String topology, Accelerator accelerator) throws IOException {
        return VmSpecs.of(topology, 1024, accelerator, Files.writeString(dir.resolve("initrd"), "x"));
    }

    /// One word a line, except that an option stands with its value.
    private String shown(List<String> words) {
        String text = String.join("\n", words).replaceAll("(?m)^(-[a-z-]+)\n(?!-)", "$1 ");
        return text.replace(dir.toString(), "/images") + "\n";
    }

    @ParameterizedTest
    @CsvSource({"1n1l1c1t, SIM", "1n2l4c2t, SIM", "2n4l2c1t, TCG", "1n1l2c1t, SINGLE", "1n1l2c1t, KVM"})
    void the_command_is_as_committed(String topology, Accelerator accelerator) throws IOException {
        VmFiles files = VmFiles.of(Path.of("/dev/shm/ktstr4j-1"), Path.of("/dev/shm/ktstr4j-1"), Path.of("/runs/1"));
        String command = shown(QemuCommand.of(spec(topology, accelerator), files));

        Path golden = GOLDEN.resolve(topology + "-" + accelerator.label() + ".txt");
        if ("write".equals(System.getProperty("golden"))) {
            Files.createDirectories(GOLDEN);
            Files.writeString(golden, command);
        }
        assertEquals(Files.readString(golden), command);
    }

    @Test
    void the_same_spec_gives_the_same_command() throws IOException {
        VmFiles files = VmFiles.of(Path.of("/dev/shm/ktstr4j-1"), Path.of("/dev/shm/ktstr4j-1"), Path.of("/runs/1"));

        assertEquals(
                QemuCommand.of(spec("2n4l2c1t", Accelerator.SIM), files),
                QemuCommand.of(spec("2n4l2c1t", Accelerator.SIM), files));
    }

    @Test
    void a_comma_in_a_path_is_doubled() throws IOException {
        VmFiles files = VmFiles.of(Path.of("/dev/shm/ktstr4j-1"), Path.of("/dev/shm/ktstr4j-1"), Path.of("/runs/a,b"));

        List<String> command = QemuCommand.of(spec("1n1l1c1t", Accelerator.SIM), files);

        assertTrue(command.contains("file,id=console,path=/runs/a,,b/console.log"), command::toString);
    }
}
