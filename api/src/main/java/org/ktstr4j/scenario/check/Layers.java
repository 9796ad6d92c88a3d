// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.scenario.check;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Limits from a profile, a scheduler, a test and a step, merged: limit by limit the last layer that says
/// something wins. Each knows where it is from.
public final class Layers {
    private final Profile profile;
    private final Map<Limit, Effective> limits = new EnumMap<>(Limit.class);

    /// A limit that holds.
    ///
    /// @param value in the limit's unit
    /// @param origin the layer that set it: `profile vm`, `test`
    /// @param asked whether an author set it, so that missing data matters
    public record Effective(double value, String origin, boolean asked) {}

    private record Layer(String name, Checks checks) {}

    private Layers(Profile byDefault, List<Layer> layers) {
        Profile last = byDefault;
        for (Layer each : layers)
            if (each.checks().profile() != null) last = each.checks().profile();
        profile = last;
        apply("profile " + profile.label(), false, profile.settings());
        for (Layer each : layers) apply(each.name(), true, each.checks().settings());
    }

    /// {@return the limits of a scenario or one of its steps}
    ///
    /// @param byDefault profile if no layer names one
    /// @param scheduler what the scheduler under test is known to keep
    /// @param test what the scenario asks for
    /// @param step what the step asks for
    public static Layers of(Profile byDefault, Checks scheduler, Checks test, Checks step) {
        List<Layer> layers = new ArrayList<>();
        layers.add(new Layer("scheduler", scheduler));
        layers.add(new Layer("test", test));
        layers.add(new Layer("step", step));
        return new Layers(byDefault, layers);
    }

    private void apply(String origin, boolean asked, List<Setting> settings) {
        for (Setting each : settings) {
            if (each.value() == null) limits.remove(each.limit());
            else limits.put(each.limit(), new Effective(each.value(), origin, asked));
        }
    }

    /// {@return the profile on which the limits stand}
    public Profile profile() {
        return profile;
    }

    /// {@return the limit that holds, null if none does}
    ///
    /// @param limit what is limited
    public @Nullable Effective effective(Limit limit) {
        return limits.get(limit);
    }

    /// {@return all limits in one line, as results show them: `longest gap ≤ 2000 ms (profile vm)`}
    public String describe() {
        List<String> each = new ArrayList<>();
        limits.forEach((limit, value) -> each.add(Phrases.limit(limit, value)));
        return each.isEmpty() ? "no limits" : String.join(", ", each);
    }
}
