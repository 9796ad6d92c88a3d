// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.vm;

import org.junit.jupiter.api.Assumptions;
import org.ktstr4j.plan.PlanException;

/// The QEMU of this machine, for tests that start it.
final class RealQemu {
    private RealQemu() {}

    /// {@return it; without one the test is skipped with the reason, or fails if `KTSTR_REQUIRE_VM` is 1}
    static QemuBinary find() {
        try {
            return QemuFinder.ofEnvironment().find();
        } catch (PlanException e) {
            if ("1".equals(System.getenv("KTSTR_REQUIRE_VM"))) {
                throw e;
            }
            return Assumptions.abort("needs QEMU: " + e.getMessage());
        }
    }
}
