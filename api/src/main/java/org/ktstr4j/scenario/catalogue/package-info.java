// SPDX-License-Identifier: Apache-2.0
/// Canned scenarios: patterns of load that schedulers get wrong, to be run as they are or changed.
///
/// In: a topology. Out: scenario values, with what they need of the machine. Nothing acts here.
@NullMarked
package org.ktstr4j.scenario.catalogue;

import org.jspecify.annotations.NullMarked;
