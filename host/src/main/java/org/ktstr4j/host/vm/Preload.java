// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.vm;

import java.util.LinkedHashMap;
import java.util.Map;

/// The environment that has `preload.so` (native/preload) do its part inside QEMU.
final class Preload {
    private Preload() {}

    /// {@return variables for a guest that boots; none where its time is the host's}
    static Map<String, String> boot(VmSpec spec, VmPlace place, VmFiles files) {
        if (spec.accelerator() != Accelerator.SIM) return Map.of();
        Map<String, String> variables = frozen(place);
        variables.put("KTSTR_HOLD", files.ram(0) + "@" + VmSpec.WINDOW_ADDR);
        return variables;
    }

    private static Map<String, String> frozen(VmPlace place) {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("LD_PRELOAD", place.preload().toString());
        variables.put("KTSTR_FREEZE", "1");
        return variables;
    }

    /// {@return variables for a guest that starts from a snapshot: its memory is copied on write, its window
    /// lies over it}
    static Map<String, String> restore(VmSpec spec, VmPlace place, VmFiles files) {
        Map<String, String> variables = spec.accelerator() == Accelerator.SIM ? frozen(place) : new LinkedHashMap<>();
        variables.put("LD_PRELOAD", place.preload().toString());
        variables.put("KTSTR_RAM", files.ramDir().toString());
        variables.put("KTSTR_WINDOW", files.window() + "@" + VmSpec.WINDOW_ADDR);
        return variables;
    }
}
