// SPDX-License-Identifier: Apache-2.0
/// What a test body has in its hands: the context, and the cgroups it makes.
///
/// In: calls of the body. Out: payload runs, cgroups. Interfaces only; the guest implements them.
@NullMarked
package org.ktstr4j.scenario;

import org.jspecify.annotations.NullMarked;
