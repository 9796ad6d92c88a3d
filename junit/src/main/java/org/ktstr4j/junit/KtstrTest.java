// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.platform.commons.annotation.Testable;

/// A method whose body runs inside a fresh Linux kernel.
///
/// The method is `AssertResult name(Ctx ctx)`, `void name(Ctx ctx)` or `Scenario name()`, the parameter may be
/// left out; it is neither private nor static, and its class has a constructor without parameters. Constructor,
/// initializers and body run in the guest, and on the host not at all, with one exception: a method that returns
/// a scenario and takes no context is called on the host, too, so that mistakes are found before a boot. Jupiter's
/// `@DisplayName`, `@Tag` and `@Disabled` are respected on class and method.
///
/// Programs behind payload constants that the body reads travel to the guest by themselves.
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Testable
public @interface KtstrTest {
    /// {@return the guest's CPUs as `NnNlNcNt`: NUMA nodes, LLCs in total, cores per LLC, threads per core; empty:
    /// the scheduler's own, or `1n1l2c1t`}
    String topology() default "";

    /// {@return the scheduler under test: the name of a [org.ktstr4j.scheduler.Scheduler] constant that the class can
    /// see, or a program by path or name; empty: the kernel's own}
    ///
    /// It is attached before the body runs and stopped after it; if it ends before, the test fails.
    String scheduler() default "";

    /// {@return arguments of the scheduler, after its own}
    String[] schedulerArgs() default {};

    /// {@return the end that the scheduler is to come to, at most one; without, it is to stay until it is stopped}
    ExpectEnd[] schedulerEnd() default {};

    /// {@return the guest's memory in MiB; 0: 1024, or 64 per CPU where that is more}
    int memoryMib() default 0;

    /// {@return guest seconds the body may take before it is stopped and the test fails}
    long timeoutS() default 60;

    /// {@return names (searched in the host's PATH) or paths of programs the body starts by other means than
    /// payload
    /// constants}
    String[] programs() default {};

    /// {@return host files and directories that the guest sees under `/include-files`}
    String[] includeFiles() default {};

    /// {@return the run's seed: under simulation the same one gives the same run. Other than 0, it perturbs when
    /// programs start (docs/simulation.md)}
    long seed() default 0;
}
