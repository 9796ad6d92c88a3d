// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.vm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.ktstr4j.topology.Topology;

/// A program that starts a VM, prints the guard's process id and waits to be killed.
final class KilledOwner {
    private KilledOwner() {}

    /// Starts it.
    ///
    /// @param args a directory to work in, and the guard
    @SuppressWarnings("SystemOut") // its output is what the test reads
    public static void main(String[] args) throws IOException, InterruptedException {
        Path dir = Path.of(args[0]);
        VmSpec spec = new VmSpec(
                QemuFinder.ofEnvironment().find(),
                new TinyGuest().sleep().write(dir.resolve("kernel")),
                Files.writeString(dir.resolve("initrd"), "nothing"),
                new Topology(1, 1, 1, 1),
                400,
                4096,
                Accelerator.SINGLE,
                List.of());
        VmPlace place = new VmPlace(Path.of(args[1]), Path.of("/none"), dir.resolve("ram"), dir);
        try (Vm vm = Vm.boot(spec, place)) {
            vm.resume(_ -> {});
            System.out.println(vm.pid());
            Thread.sleep(60_000);
        }
    }
}
