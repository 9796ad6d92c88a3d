// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.ktstr4j.scheduler.ExitKind;
import org.ktstr4j.scheduler.SchedulerOutcome;

/// What is to become of a test's scheduler, for tests of how it fails.
@Target({})
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface ExpectEnd {
    /// {@return the outcome}
    SchedulerOutcome value();

    /// {@return the kernel's kind of exit; [ExitKind#OTHER] for any}
    ExitKind kind() default ExitKind.OTHER;

    /// {@return text that must be in the kernel's message, its dump, or the scheduler's log; empty for any}
    String textContains() default "";
}
