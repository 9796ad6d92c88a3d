// SPDX-License-Identifier: Apache-2.0
/// What workers counted: histograms, numbers of each worker, and the same of groups over a phase.
///
/// In: the reports of `kt work`. Out: values that can be added, subtracted and asked. "Not measured" is
/// never zero.
@NullMarked
package org.ktstr4j.scenario.stats;

import org.jspecify.annotations.NullMarked;
