// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ktstr4j.plan.PlanException;

class KernelConfigTest {
    @Test
    void values_of_each_kind_are_read() {
        KernelConfig config = Recorded.config(Recorded.NEW_CONFIG);

        assertEquals(Optional.of("y"), config.value("SCHED_CLASS_EXT"));
        assertEquals(Optional.of("250"), config.value("HZ"));
        assertEquals(Optional.of("0x1000000"), config.value("PHYSICAL_START"));
        assertEquals(Optional.of(""), config.value("LOCALVERSION"));
        assertEquals(Optional.of("m"), config.value("VIRTIO_BLK"));
        assertEquals(Optional.of("x86_64-linux-gnu-gcc-14 (Debian 14.2.0-19) 14.2.0"), config.value("CC_VERSION_TEXT"));
        assertEquals(Optional.empty(), config.value("SCHED_CORE"));
        assertEquals(Optional.of("7.3.4"), config.titleVersion());
    }

    @Test
    void a_module_is_not_built_in() {
        KernelConfig config = Recorded.config(Recorded.NEW_CONFIG);

        assertTrue(config.builtIn("UNIX"));
        assertFalse(config.builtIn("VIRTIO_BLK"));
        assertFalse(config.builtIn("NO_SUCH_OPTION"));
    }

    @Test
    void an_option_is_shown_as_the_config_has_it() {
        KernelConfig config = KernelConfig.parse("test", "CONFIG_A=m\nCONFIG_B=n\n# CONFIG_C is not set\n");

        assertEquals("CONFIG_A=m", config.shown("A"));
        assertEquals("CONFIG_B is not set", config.shown("B"));
        assertEquals("CONFIG_C is not set", config.shown("C"));
    }

    @Test
    void escapes_in_texts_are_undone() {
        KernelConfig config = KernelConfig.parse("test", "CONFIG_CMDLINE=\"a=\\\"b c\\\" d=\\\\e\"");

        assertEquals(Optional.of("a=\"b c\" d=\\e"), config.value("CMDLINE"));
    }

    @Test
    void a_line_that_is_no_option_is_named() {
        PlanException e = assertThrows(
                PlanException.class, () -> KernelConfig.parse("/boot/config-1", "# title\nCONFIG_A=y\nhello\n"));

        assertEquals(
                "read kernel config \"/boot/config-1\": line 3 is \"hello\"; expected \"CONFIG_NAME=value\" or a comment",
                e.getMessage());
    }

    @Test
    void a_file_without_options_is_refused() {
        PlanException e = assertThrows(PlanException.class, () -> KernelConfig.parse("/x", "# nothing\n"));

        assertEquals(
                "read kernel config \"/x\": no option in it; give the config the kernel was built with",
                e.getMessage());
    }

    @Test
    void a_config_that_cannot_be_read_is_said(@TempDir Path dir) {
        Path path = dir.resolve("config");
        PlanException e = assertThrows(PlanException.class, () -> KernelConfig.read(path));

        assertEquals(
                "read kernel config \"%s\": java.nio.file.NoSuchFileException: %s; check the file"
                        .formatted(path, path),
                e.getMessage());
    }
}
