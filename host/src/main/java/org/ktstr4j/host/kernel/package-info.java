// SPDX-License-Identifier: Apache-2.0
/// Kernels to boot: where one comes from, whether it is one, and what it can test.
///
/// In: a spec (`debian`, `debian:7.3`, a path) and the cache root. Out: a [Kernel] with image, config and
/// release,
/// its [KernelFeatures], or a [org.ktstr4j.plan.PlanException] that says what to do. [KernelCache] is the door.
/// The archive is the business of `fetch` below. Not here: booting, the guest's image, printing.
@NullMarked
package org.ktstr4j.host.kernel;

import org.jspecify.annotations.NullMarked;
