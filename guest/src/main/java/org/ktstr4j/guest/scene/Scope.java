// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.guest.scene;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ktstr4j.payload.PayloadHandle;
import org.ktstr4j.scenario.Cgroup;

/// What a step, or the backdrop, has made and takes along when it ends.
final class Scope {
    /// A program in the background.
    ///
    /// @param counts whether its failed checks fail the scenario
    record Running(PayloadHandle handle, boolean counts) {}

    final Map<String, LiveCgroup> cgroups = new LinkedHashMap<>();
    final List<LiveGroup> groups = new ArrayList<>();
    final Map<String, Running> programs = new LinkedHashMap<>();

    /// Cgroups above those of the scenario that were not there before, the last one made last.
    final List<Cgroup> above = new ArrayList<>();
}
