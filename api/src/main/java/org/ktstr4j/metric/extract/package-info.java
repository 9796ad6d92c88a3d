// SPDX-License-Identifier: Apache-2.0
/// From the captured output of a payload to metrics, format by format.
///
/// In: what a program printed, or wrote to result files. Out: metrics in order, and notices of what was lost.
/// Extraction never fails
/// and never runs away: whatever was printed, it takes time linear in its length and a bounded amount of memory.
@NullMarked
package org.ktstr4j.metric.extract;

import org.jspecify.annotations.NullMarked;
