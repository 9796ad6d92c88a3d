// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.vmtests.harness;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.List;

/// The host's processes of one live VM.
///
/// @param guard `kt guard`
/// @param qemu its child
public record VmProcesses(ProcessHandle guard, ProcessHandle qemu) {
    /// {@return those below this process, which has one VM}
    public static VmProcesses below(ProcessHandle parent) {
        List<ProcessHandle> all = parent.descendants().toList();
        return new VmProcesses(only(all, "/kt"), only(all, "/qemu-system-x86_64"));
    }

    private static ProcessHandle only(List<ProcessHandle> all, String program) {
        List<ProcessHandle> found =
                all.stream().filter(each -> command(each).endsWith(program)).toList();
        assertEquals(
                1,
                found.size(),
                () -> program + " among "
                        + all.stream().map(VmProcesses::command).toList());
        return found.getFirst();
    }

    private static String command(ProcessHandle process) {
        return process.info().command().orElse("");
    }

    /// Sends a signal to QEMU.
    ///
    /// @param signal as `kill` takes it: `KILL`, `STOP`
    public void signalQemu(String signal) {
        Signals.send(signal, qemu.pid());
    }

    /// Fails if one of them is still there after some time.
    public void assertGone() {
        Patience.until("end of QEMU and its guard", () -> !guard.isAlive() && !qemu.isAlive());
        if (guard.isAlive() || qemu.isAlive()) fail("QEMU or its guard lives");
    }
}
