// SPDX-License-Identifier: Apache-2.0
/// From what an author declared to what will be run: everything resolved and validated before anything boots.
///
/// In: the test's method, its declaration, the settings of this run. Out: a [Plan], or a [PlanException][
/// org.ktstr4j.plan.PlanException] that names the author's line.
@NullMarked
package org.ktstr4j.host.plan;

import org.jspecify.annotations.NullMarked;
