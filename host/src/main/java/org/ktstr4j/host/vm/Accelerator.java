// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.vm;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.ktstr4j.plan.PlanException;

/// What executes the guest's instructions, and what each way adds to QEMU's command.
public enum Accelerator {
    /// The host's processor, through KVM. Only after a canary boot, or by force.
    KVM {
        @Override
        List<String> arguments() {
            return List.of("-accel", "kvm");
        }

        @Override
        String cpuModel() {
            return "host";
        }

        @Override
        List<String> kernelArguments() {
            return List.of();
        }
    },

    /// Emulation on one thread with a clock that counts instructions: the same guest gives the same run.
    SIM {
        @Override
        List<String> arguments() {
            return List.of(
                    "-accel",
                    "tcg,thread=single,tb-size=" + TRANSLATION_MIB,
                    // 4 ns for each instruction; idle time is skipped, not slept through
                    "-icount",
                    "shift=2,sleep=off",
                    // the random numbers that QEMU gives to the guest
                    "-seed",
                    "42",
                    // the wall clock starts at a fixed instant and follows the guest's time
                    "-rtc",
                    "base=2026-01-01,clock=vm");
        }
    },

    /// Emulation on one thread in host time.
    SINGLE {
        @Override
        List<String> arguments() {
            return List.of("-accel", "tcg,thread=single,tb-size=" + TRANSLATION_MIB);
        }
    },

    /// Emulation with a thread for each vCPU: quick, and able to panic a kernel that patches its own code.
    TCG {
        @Override
        List<String> arguments() {
            return List.of("-accel", "tcg,thread=multi,tb-size=" + TRANSLATION_MIB);
        }
    };

    /// Fixed, because the default depends on the host's memory, and a full buffer flushes every translation.
    private static final int TRANSLATION_MIB = 512;

    /// {@return the accelerator of this name, in any case}
    ///
    /// @throws PlanException if there is none
    public static Accelerator parse(String name) {
        for (Accelerator a : values()) {
            if (a.label().equals(name.toLowerCase(Locale.ROOT))) {
                return a;
            }
        }
        throw PlanException.of("accelerator \"%s\": there is no such; use one of %s"
                .formatted(name, Arrays.stream(values()).map(Accelerator::label).collect(Collectors.joining(", "))));
    }

    /// {@return the name that users write: `kvm`, `sim`, …}
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    abstract List<String> arguments();

    /// Nehalem is Intel's family, so that the kernel reads caches from CPUID leaf 4: L1 and L2 for each core,
    /// one L3 for each socket. The AMD-like models (`max`, `qemu64`) show caches that SMT siblings do not
    /// share, and newer Intel models warn of features that emulation lacks.
    ///
    /// With rdrand the kernel's random numbers are there from the first instruction; without, each one asked
    /// for during the boot is extracted anew (a sixth of the boot), and the first program that needs one
    /// waits for 2 s. QEMU's `-seed` makes rdrand's numbers the same in each run. It has no rdseed.
    String cpuModel() {
        return "Nehalem,+rdrand";
    }

    List<String> kernelArguments() {
        return List.of(
                // without it a guest of several sockets distrusts the TSC and takes the slow HPET
                "tsc=reliable",
                // the emulated timer interrupt may come too late for the check that it works at all
                "no_timer_check");
    }
}
