// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.ktstr4j.plan.PlanException;

class SettingsTest {
    @Test
    void without_any_choice_the_defaults_hold() {
        // Tests run beside a pom.xml.
        assertEquals(
                new Settings(
                        "debian",
                        "auto",
                        Path.of("target/ktstr").toAbsolutePath(),
                        Optional.empty(),
                        true,
                        Repetition.ONCE,
                        false,
                        "",
                        ""),
                of(Map.of(), Map.of()));
    }

    @Test
    void the_environment_beats_the_defaults() {
        assertEquals(
                new Settings(
                        "debian:7.3",
                        "tcg",
                        Path.of("/tmp/runs"),
                        Optional.of(Duration.ofSeconds(90)),
                        true,
                        Repetition.ONCE,
                        false,
                        "",
                        ""),
                of(
                        Map.of(),
                        Map.of(
                                "KTSTR_KERNEL", "debian:7.3",
                                "KTSTR_ACCEL", "tcg",
                                "KTSTR_RUNS", "/tmp/runs",
                                "KTSTR_HOST_LIMIT_S", "90")));
    }

    @Test
    void a_parameter_beats_the_environment() {
        Settings settings = of(
                Map.of("ktstr.kernel", "/boot/bzImage", "ktstr.hostLimitS", "5"),
                Map.of("KTSTR_KERNEL", "debian:7.3", "KTSTR_HOST_LIMIT_S", "90", "KTSTR_ACCEL", "sim"));

        assertEquals("/boot/bzImage", settings.kernel());
        assertEquals(Optional.of(Duration.ofSeconds(5)), settings.hostLimit());
        assertEquals("sim", settings.accel());
    }

    @Test
    void a_blank_choice_is_none() {
        assertEquals("debian", of(Map.of("ktstr.kernel", " "), Map.of()).kernel());
        assertEquals("debian", of(Map.of(), Map.of("KTSTR_KERNEL", "")).kernel());
    }

    @Test
    void a_blank_parameter_does_not_hide_the_environment() {
        assertEquals(
                "debian:7.3",
                of(Map.of("ktstr.kernel", ""), Map.of("KTSTR_KERNEL", "debian:7.3"))
                        .kernel());
    }

    @Test
    void a_relative_directory_for_runs_is_taken_from_here() {
        assertEquals(
                Path.of("out/runs").toAbsolutePath(),
                of(Map.of("ktstr.runs", "out/runs"), Map.of()).runs());
    }

    @Test
    void a_limit_that_is_no_number_of_seconds_is_refused() {
        for (String text : new String[] {"soon", "0", "-5", "1.5", "1000001", "99999999999999999999"}) {
            PlanException refused =
                    assertThrows(PlanException.class, () -> of(Map.of("ktstr.hostLimitS", text), Map.of()));

            assertEquals(
                    "setting ktstr.hostLimitS: \"%s\" is not a number of seconds; give one of 1 to 1000000"
                            .formatted(text),
                    refused.getMessage());
        }
    }

    @Test
    void work_is_known_by_its_name() {
        assertEquals("PipeIo", of(Map.of("ktstr.work", "PipeIo"), Map.of()).work());
        String message =
                String.valueOf(assertThrows(PlanException.class, () -> of(Map.of("ktstr.work", "pipe"), Map.of()))
                        .getMessage());
        assertEquals(
                "setting ktstr.work: work \"pipe\": there is none of this name that needs no parameters, there are",
                message.substring(0, message.indexOf(" AffinityChurn, ")));
    }

    @Test
    void one_setting_can_be_asked_for() {
        assertEquals(
                Optional.of("1"), Settings.get(from(Map.of()), from(Map.of("KTSTR_STRICT", "1")), Settings.STRICT));
        assertEquals(Optional.empty(), Settings.get(from(Map.of()), from(Map.of()), Settings.STRICT));
    }

    private static Settings of(Map<String, String> parameters, Map<String, String> environment) {
        return Settings.of(from(parameters), from(environment));
    }

    private static Function<String, Optional<String>> from(Map<String, String> values) {
        return name -> Optional.ofNullable(values.get(name));
    }
}
