// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.vmtests.harness;

import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.ktstr4j.host.kernel.Kernel;
import org.ktstr4j.host.kernel.KernelCache;
import org.ktstr4j.host.vm.QemuBinary;
import org.ktstr4j.host.vm.QemuFinder;
import org.ktstr4j.plan.PlanException;

/// What VM tests stand on: QEMU, and a kernel that is in the cache or can be fetched.
public final class Prerequisites implements ExecutionCondition {
    /// The newest kernel of Debian, on which tests run that say nothing else.
    public static final String NEWEST = "debian";

    // Looked for once in this JVM.
    private static final class Missing {
        static final Optional<String> REASON = look();
    }

    /// Called by JUnit.
    Prerequisites() {}

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (Missing.REASON.isEmpty()) return ConditionEvaluationResult.enabled("QEMU and a kernel are there");
        String reason = Missing.REASON.get();
        require(reason);
        return ConditionEvaluationResult.disabled(reason);
    }

    /// {@return QEMU as the tests find it}
    public static QemuBinary qemu() {
        return QemuFinder.ofEnvironment().find();
    }

    /// {@return this kernel, fetched if need be}
    ///
    /// The test that asks for it is skipped, or fails, when it cannot be had.
    public static Kernel kernel(String spec) {
        try {
            return get(spec);
        } catch (PlanException e) {
            skip(String.valueOf(e.getMessage()));
            throw e;
        }
    }

    /// Skips the running test with this reason, or fails it where VM tests are required.
    public static void skip(String reason) {
        require(reason);
        Assumptions.abort(reason);
    }

    private static Kernel get(String spec) {
        KernelCache cache = new KernelCache(KernelCache.userRoot(System.getenv()));
        try {
            return cache.resolve(spec);
        } catch (PlanException e) {
            return cache.fetch(spec, step -> System.err.println("vmtests: " + step));
        }
    }

    private static Optional<String> look() {
        try {
            qemu();
            get(NEWEST);
            return Optional.empty();
        } catch (PlanException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private static void require(String reason) {
        System.err.println("vmtests: skipped: " + reason);
        if ("1".equals(System.getenv("KTSTR_REQUIRE_VM"))) {
            throw new AssertionError("KTSTR_REQUIRE_VM=1, but: " + reason);
        }
    }
}
