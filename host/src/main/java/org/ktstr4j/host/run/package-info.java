// SPDX-License-Identifier: Apache-2.0
/// The hall of the host: the way of a test from its declaration to its verdict, in order.
///
/// The only package that knows its siblings. In: declarations and settings. Out: run directories and verdicts.
@NullMarked
package org.ktstr4j.host.run;

import org.jspecify.annotations.NullMarked;
