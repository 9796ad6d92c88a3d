// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Runs a [KtstrTest] with the seeds 1, 2, … until one does not pass. It then says how to have that run again.
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface ExploreSeeds {
    /// {@return how many seeds to try}
    int value();
}
