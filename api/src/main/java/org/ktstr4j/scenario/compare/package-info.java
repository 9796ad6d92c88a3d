// SPDX-License-Identifier: Apache-2.0
/// Two sides compared inside one run: phases under A and B in turn, in the same kernel, and a claim that
/// is tested.
///
/// In: phases with what was counted. Out: a verdict that says fail, pass or inconclusive, with an effect
/// and how sure it is. The tests are those of Apache Commons Statistics.
@NullMarked
package org.ktstr4j.scenario.compare;

import org.jspecify.annotations.NullMarked;
