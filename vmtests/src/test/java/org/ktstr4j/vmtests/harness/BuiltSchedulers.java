// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.vmtests.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.ktstr4j.host.run.ExampleSchedulers;
import org.ktstr4j.plan.PlanException;

/// Builds the kernel tree's example schedulers and our misbehaving one, once; a test class that needs them has
/// `@ExtendWith(BuiltSchedulers.class)`. Without clang, or without the kernel's source, it is skipped.
public final class BuiltSchedulers implements BeforeAllCallback {
    /// Called by JUnit.
    BuiltSchedulers() {}

    @Override
    public void beforeAll(ExtensionContext context) {
        Path project = Path.of("..").toAbsolutePath().normalize();
        try {
            Path built = ExampleSchedulers.build(
                    project,
                    List.of(project.resolve("vmtests/src/test/bpf")),
                    step -> System.err.println("vmtests: " + step));
            // So that annotations, which take constants, can name what is there. A fork beside this one does
            // the same.
            Path link = Path.of("target", "schedulers");
            Path aside =
                    Path.of("target", "schedulers-" + ProcessHandle.current().pid());
            Files.createSymbolicLink(aside, built);
            Files.move(aside, link, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (PlanException e) {
            Prerequisites.skip(String.valueOf(e.getMessage()));
        }
    }
}
