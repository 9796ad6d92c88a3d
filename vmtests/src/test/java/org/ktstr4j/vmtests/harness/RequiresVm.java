// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.vmtests.harness;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// A test class that boots VMs. Without QEMU or a kernel it is skipped with the reason, or fails if
/// `KTSTR_REQUIRE_VM=1`. A boot takes 5 s on an idle host and can take ten times as long on a busy one.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(Prerequisites.class)
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SAME_THREAD)
public @interface RequiresVm {}
