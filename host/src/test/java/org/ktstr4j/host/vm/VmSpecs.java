// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.vm;

import java.nio.file.Path;
import java.util.List;
import org.ktstr4j.topology.Topology;

/// Specs that tests start from.
final class VmSpecs {
    static final QemuVersion VERSION = new QemuVersion(10, 0, 2, "QEMU emulator version 10.0.2");

    private VmSpecs() {}

    /// {@return a spec of a QEMU that is not there, with 1 MiB of window}
    static VmSpec of(String topology, int memoryMib, Accelerator accelerator, Path initrd) {
        return new VmSpec(
                new QemuBinary(Path.of("/usr/bin/qemu-system-x86_64"), VERSION),
                Path.of("/boot/vmlinuz"),
                initrd,
                Topology.parse(topology),
                memoryMib,
                1 << 20,
                accelerator,
                List.of());
    }
}
