// SPDX-License-Identifier: Apache-2.0
/// Verdicts: what a check, a payload or a test body came to, and how several of them become one.
///
/// In: nothing. Out: immutable values with a JSON form. No process, no metric and no threshold is known here.
@NullMarked
package org.ktstr4j.verdict;

import org.jspecify.annotations.NullMarked;
