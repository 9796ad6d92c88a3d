// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.scenario.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ktstr4j.json.Node;

/// Limits of one layer: a scheduler's, a test's, a step's.
///
/// @param profile where the limits start from; null to leave that to the layer below
/// @param settings in the order in which they were set, each limit once
public record Checks(@Nullable Profile profile, List<Setting> settings) {
    /// Says nothing.
    public static final Checks NONE = new Checks(null, List.of());

    /// With a list of its own.
    public Checks {
        settings = List.copyOf(settings);
    }

    /// {@return whether this says nothing, as [#NONE]; a JVM takes long before it can compare records}
    public boolean isNone() {
        return profile == null && settings.isEmpty();
    }

    /// {@return limits that start from this profile}
    ///
    /// @param profile where they start from
    public static Checks of(Profile profile) {
        return new Checks(profile, List.of());
    }

    /// {@return limits that only say this one}
    ///
    /// @param limit what is limited
    /// @param value in the limit's unit; 1 for what is on or off
    public static Checks of(Limit limit, double value) {
        return NONE.with(limit, value);
    }

    /// {@return a copy with this limit}
    ///
    /// @param limit what is limited
    /// @param value in the limit's unit; 1 for what is on or off
    public Checks with(Limit limit, double value) {
        return over(new Checks(null, List.of(new Setting(limit, value))));
    }

    /// {@return a copy in which this limit is switched off, whatever the layers below say}
    ///
    /// @param limit what is not limited
    public Checks without(Limit limit) {
        return over(new Checks(null, List.of(new Setting(limit, null))));
    }

    /// {@return this layer and one above it, as one; what the upper says wins}
    ///
    /// @param upper the layer above
    public Checks over(Checks upper) {
        Map<Limit, Setting> all = new LinkedHashMap<>();
        for (Setting each : settings) all.put(each.limit(), each);
        for (Setting each : upper.settings) all.put(each.limit(), each);
        return new Checks(upper.profile == null ? profile : upper.profile, List.copyOf(all.values()));
    }

    /// {@return this layer as JSON members}
    public Map<String, @Nullable Object> toJson() {
        Map<String, @Nullable Object> limits = new LinkedHashMap<>();
        for (Setting each : settings) limits.put(each.limit().name(), each.value());
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("profile", profile == null ? null : profile.name());
        json.put("limits", limits);
        return json;
    }

    /// {@return the layer in this JSON}
    ///
    /// @param json what [#toJson] made
    /// @throws IllegalArgumentException if it is something else; says what is wrong and where
    @SuppressWarnings("exports") // for the guest, which is named in the module's exports
    public static Checks fromJson(Node json) {
        List<Setting> settings = new ArrayList<>();
        json.get("limits")
                .fields()
                .forEach((name, value) ->
                        settings.add(new Setting(Limit.valueOf(name), value.present() ? value.number() : null)));
        Node profile = json.get("profile");
        return new Checks(profile.present() ? Profile.valueOf(profile.string()) : null, settings);
    }

    /// {@return the value of a limit; empty if it is not set, or switched off}
    ///
    /// @param limit what is limited
    public Optional<Double> value(Limit limit) {
        return settings.stream()
                .filter(each -> each.limit() == limit)
                .findFirst()
                .map(Setting::value);
    }
}
