// SPDX-License-Identifier: Apache-2.0
/// A scenario as a value: cgroups, steps with holds, operations, checks.
///
/// Immutable and compared by content; written as JSON and as Java source; validated against a topology
/// without a kernel. Nothing here acts: the guest executes what these say.
@NullMarked
package org.ktstr4j.scenario.plan;

import org.jspecify.annotations.NullMarked;
