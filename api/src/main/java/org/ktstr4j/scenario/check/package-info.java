// SPDX-License-Identifier: Apache-2.0
/// Limits on what workers counted: named profiles, layers that are merged, and the verdict on what was
/// observed.
///
/// In: statistics of groups and what was asked of them. Out: findings with value, limit and the layer
/// that set it. Limits do not depend on each other; what was not measured is inconclusive, never passed.
@NullMarked
package org.ktstr4j.scenario.check;

import org.jspecify.annotations.NullMarked;
