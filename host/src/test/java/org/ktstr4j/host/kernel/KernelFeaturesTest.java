// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.ktstr4j.host.kernel.KernelFeatures.Presence.NO;
import static org.ktstr4j.host.kernel.KernelFeatures.Presence.UNKNOWN;
import static org.ktstr4j.host.kernel.KernelFeatures.Presence.YES;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class KernelFeaturesTest {
    @Test
    void the_new_cloud_kernel_can_test_nearly_everything() {
        KernelFeatures features = features(Recorded.text(Recorded.NEW_CONFIG));

        for (Feature feature : Feature.values()) {
            assertEquals(feature == Feature.CORE_SCHED ? NO : YES, features.get(feature), feature.label());
        }
        assertEquals(Optional.of(250), features.hz());
        assertEquals("lazy, dynamic", features.preemption());
    }

    @Test
    void the_old_cloud_kernel_has_no_sched_ext() {
        KernelFeatures features = features(Recorded.text(Recorded.OLD_CONFIG));

        assertEquals(NO, features.get(Feature.SCHED_EXT));
        assertEquals("no: CONFIG_SCHED_CLASS_EXT is not set", features.shown(Feature.SCHED_EXT));
        assertEquals("yes", features.shown(Feature.FPROBE_EVENTS));
        assertEquals("voluntary, dynamic", features.preemption());
    }

    @Test
    void each_missing_option_of_a_feature_is_shown() {
        KernelFeatures features = features("CONFIG_SCHED_CLASS_EXT=y\nCONFIG_BPF_SYSCALL=y\nCONFIG_BPF_JIT=m\n");

        assertEquals("no: CONFIG_BPF_JIT=m, CONFIG_DEBUG_INFO_BTF is not set", features.shown(Feature.SCHED_EXT));
    }

    @ParameterizedTest
    @EnumSource
    void without_config_a_feature_is_unknown_which_is_not_no(Feature feature) {
        KernelFeatures features = new KernelFeatures(Optional.empty());

        assertEquals(UNKNOWN, features.get(feature));
        assertEquals("unknown", features.shown(feature));
    }

    @Test
    void without_config_hz_and_preemption_are_unknown() {
        KernelFeatures features = new KernelFeatures(Optional.empty());

        assertEquals(Optional.empty(), features.hz());
        assertEquals("unknown", features.preemption());
    }

    @ParameterizedTest
    @CsvSource({"PREEMPT_NONE,none", "PREEMPT_VOLUNTARY,voluntary", "PREEMPT,full", "PREEMPT_LAZY,lazy", "PREEMPT_RT,rt"
    })
    void preemption_is_read_off_the_option(String option, String expected) {
        assertEquals(expected, features("CONFIG_" + option + "=y\n").preemption());
    }

    private static KernelFeatures features(String text) {
        return new KernelFeatures(Optional.of(KernelConfig.parse("test", text)));
    }
}
