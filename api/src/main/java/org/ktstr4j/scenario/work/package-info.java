// SPDX-License-Identifier: Apache-2.0
/// What synthetic workers do, and how they are placed: kinds of work, policies, affinities, memory
/// policies.
///
/// Values only, compared by their content. `kt work` (native/src/work) does what they say.
@NullMarked
package org.ktstr4j.scenario.work;

import org.jspecify.annotations.NullMarked;
