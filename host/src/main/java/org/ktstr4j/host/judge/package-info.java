// SPDX-License-Identifier: Apache-2.0
/// The last word on a run: a pure function of what was planned and what was recorded.
///
/// In: the history of a run and how its VM ended. Out: a verdict. Nothing is reported before it has spoken.
@NullMarked
package org.ktstr4j.host.judge;

import org.jspecify.annotations.NullMarked;
