// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.vm;

import java.util.Optional;
import java.util.function.Supplier;

/// The accelerator of a run, and why.
///
/// @param reason a few words for the report; never empty
public record AcceleratorChoice(Accelerator accelerator, String reason) {
    /// {@return the forced one, else KVM if the canary says so, else simulation}
    ///
    /// Simulation, because without KVM a guest's time means nothing of its own in any case; so at least the
    /// same seed gives the same run.
    ///
    /// @param canary asked only if nothing is forced
    public static AcceleratorChoice of(Optional<Accelerator> forced, Supplier<KvmCanary.Decision> canary) {
        if (forced.isPresent()) {
            return new AcceleratorChoice(forced.get(), "asked for");
        }
        KvmCanary.Decision kvm = canary.get();
        return kvm.usable()
                ? new AcceleratorChoice(Accelerator.KVM, kvm.reason())
                : new AcceleratorChoice(Accelerator.SIM, "no KVM: " + kvm.reason());
    }
}
