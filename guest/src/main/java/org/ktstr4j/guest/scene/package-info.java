// SPDX-License-Identifier: Apache-2.0
/// Executes scenarios: makes their cgroups, has `kt work` start and stop workers, waits, and judges what
/// was counted.
///
/// In: a scenario, and doors to cgroups, programs and the log. Out: marks and reports for the log, and a
/// result. All values and checks are in `api`; nothing is computed here that could be computed there.
@NullMarked
package org.ktstr4j.guest.scene;

import org.jspecify.annotations.NullMarked;
