// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.vm;

import java.util.ArrayList;
import java.util.List;
import org.ktstr4j.topology.Topology;

/// The command that makes a VM of a spec. Pure: the same spec and files give the same words.
final class QemuCommand {
    /// The older PC: with the window below 3 GiB, RAM files are laid out from address 0 without a gap, and it
    /// boots as quickly as any with the tables (ACPI, SRAT, SLIT) that a topology needs.
    static final String MACHINE = "pc";

    private QemuCommand() {}

    static List<String> of(VmSpec spec, VmFiles files) {
        List<String> words = new ArrayList<>();
        words.add(spec.qemu().path().toString());
        words.addAll(nothingUnasked());
        words.addAll(confinement());
        words.addAll(control(files));
        words.addAll(console(files));
        words.addAll(watchdog());
        words.addAll(spec.accelerator().arguments());
        words.addAll(List.of("-cpu", spec.accelerator().cpuModel()));
        words.addAll(cpus(spec.topology()));
        words.addAll(memory(spec, files));
        words.addAll(numa(spec.topology()));
        words.addAll(kernel(spec));
        return words;
    }

    /// {@return the same machine, waiting for the processors and devices of a snapshot}
    static List<String> incoming(VmSpec spec, VmFiles files) {
        List<String> words = of(spec, files);
        words.addAll(List.of("-incoming", "defer"));
        return words;
    }

    /// No network, no screen, no disk, no configuration file of the host.
    private static List<String> nothingUnasked() {
        return List.of("-nodefaults", "-no-user-config", "-display", "none");
    }

    /// QEMU itself may start nothing and gain nothing, whatever the guest makes it do.
    private static List<String> confinement() {
        return List.of("-sandbox", "on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny");
    }

    /// QEMU connects to a socket that already listens, so nobody polls for it. The guest waits for `cont`:
    /// events before the conversation has begun would be lost. A guest that resets or powers off is kept
    /// stopped instead of ending the process: its end is told in an event that cannot get lost, and an exit
    /// is always QEMU's own.
    private static List<String> control(VmFiles files) {
        return List.of(
                "-chardev",
                "socket,id=qmp,path=" + escaped(files.qmp().toString()),
                "-mon",
                "chardev=qmp,mode=control",
                "-S",
                "-action",
                "reboot=shutdown,shutdown=pause,watchdog=pause");
    }

    private static List<String> console(VmFiles files) {
        return List.of(
                "-chardev",
                "file,id=console,path=" + escaped(files.console().toString()),
                "-serial",
                "chardev:console");
    }

    /// Counts guest time, and needs no kernel that works (`native/src/watchdog.c`): a guest that hangs ends by its own
    /// clock, under simulation at the same instruction each time.
    private static List<String> watchdog() {
        return List.of("-device", "i6300esb");
    }

    /// LLC = socket: the last-level cache of the CPU model is shared by the threads of one socket.
    private static List<String> cpus(Topology t) {
        return List.of(
                "-smp",
                "%d,sockets=%d,dies=1,cores=%d,threads=%d"
                        .formatted(t.cpus(), t.llcs(), t.coresPerLlc(), t.threadsPerCore()));
    }

    /// A file for each node, shared, so that the host can read and write what the guest sees.
    private static List<String> memory(VmSpec spec, VmFiles files) {
        List<String> words = new ArrayList<>();
        for (int node = 0; node < spec.topology().nodes(); node++) {
            words.add("-object");
            words.add("memory-backend-file,id=ram%d,size=%dM,mem-path=%s,share=on"
                    .formatted(
                            node, spec.memoryMib(node), escaped(files.ram(node).toString())));
        }
        words.addAll(List.of("-m", spec.memoryMib() + "M"));
        String backend = spec.topology().nodes() == 1 ? ",memory-backend=ram0" : "";
        // no HPET: nothing shall take it for a clock source
        words.addAll(List.of("-machine", MACHINE + ",hpet=off" + backend));
        return words;
    }

    /// Nodes, their sockets, and how far they are from each other. One node needs no words.
    private static List<String> numa(Topology t) {
        List<String> words = new ArrayList<>();
        if (t.nodes() == 1) {
            return words;
        }
        for (int node = 0; node < t.nodes(); node++) {
            words.addAll(List.of("-numa", "node,nodeid=%d,memdev=ram%d".formatted(node, node)));
        }
        for (int llc = 0; llc < t.llcs(); llc++) {
            words.addAll(List.of("-numa", "cpu,node-id=%d,socket-id=%d".formatted(t.nodeOfLlc(llc), llc)));
        }
        for (int from = 0; from < t.nodes(); from++) {
            for (int to = 0; to < t.nodes(); to++) {
                words.addAll(List.of("-numa", "dist,src=%d,dst=%d,val=%d".formatted(from, to, t.distance(from, to))));
            }
        }
        return words;
    }

    private static List<String> kernel(VmSpec spec) {
        return List.of(
                "-kernel", spec.kernel().toString(),
                "-initrd", spec.initrd().toString(),
                "-append", spec.commandLine());
    }

    /// A comma ends an option's value; two of them stand for one.
    private static String escaped(String path) {
        return path.replace(",", ",,");
    }
}
