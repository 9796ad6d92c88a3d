// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ktstr4j.plan.PlanException;

class KernelCheckTest {
    private static final String REMEDY = "; build it so (modules do not count, the guest loads none), "
            + "or use a stock kernel: ktstr kernel fetch debian";

    @TempDir
    Path dir;

    @Test
    void stock_cloud_kernels_have_all_that_a_guest_needs() {
        assertEquals(List.of(), KernelCheck.lacks(Recorded.config(Recorded.NEW_CONFIG)));
        assertEquals(List.of(), KernelCheck.lacks(Recorded.config(Recorded.OLD_CONFIG)));
    }

    @Test
    void an_option_that_is_not_set_is_named_with_its_reason() throws IOException {
        refused(
                "CONFIG_DEVMEM=y",
                "# CONFIG_DEVMEM is not set",
                "CONFIG_DEVMEM must be y (the window to the host is mapped from /dev/mem) and is not set");
    }

    @Test
    void a_module_does_not_count() throws IOException {
        refused(
                "CONFIG_UNIX=y",
                "CONFIG_UNIX=m",
                "CONFIG_UNIX must be y (the agent speaks to the launcher through a Unix socket) and is m");
    }

    @Test
    void all_missing_options_are_in_one_message() throws IOException {
        refused(
                "CONFIG_(EPOLL|DEVTMPFS)=y",
                "",
                "CONFIG_DEVTMPFS must be y (device nodes in /dev) and is not set, "
                        + "CONFIG_EPOLL must be y (the guest's first process waits with epoll) and is not set");
    }

    @Test
    void a_kernel_locked_down_at_build_time_is_refused() throws IOException {
        refused(
                "# CONFIG_LOCK_DOWN_KERNEL_FORCE_INTEGRITY is not set",
                "CONFIG_LOCK_DOWN_KERNEL_FORCE_INTEGRITY=y",
                "CONFIG_LOCK_DOWN_KERNEL_FORCE_INTEGRITY must not be set (it forbids /dev/mem, where the window is)");
    }

    @Test
    void a_kernel_without_config_passes() throws IOException {
        Kernel kernel = kernel(Optional.empty());

        assertSame(kernel, KernelCheck.check(kernel));
    }

    private void refused(String regex, String replacement, String expected) throws IOException {
        Path config = dir.resolve("config");
        Files.writeString(config, Recorded.text(Recorded.NEW_CONFIG).replaceAll("(?m)^" + regex + "$", replacement));
        Kernel kernel = kernel(Optional.of(config));

        PlanException e = assertThrows(PlanException.class, () -> KernelCheck.check(kernel));

        assertEquals(
                "check kernel \"%s\" (7.3.4-mine): %s%s".formatted(kernel.image(), expected, REMEDY), e.getMessage());
    }

    private Kernel kernel(Optional<Path> config) {
        Path image = new TestImage("7.3.4-mine (a@b) #1").write(dir.resolve("bzImage"));
        return new Kernel(image, config, BzImage.read(image), "test");
    }
}
