// SPDX-License-Identifier: Apache-2.0
/// Numbers that a payload reported, what is known about them, and the checks on them.
///
/// In: the metrics and the exit code of one finished invocation. Out: a verdict. Everything here is an immutable
/// value or a pure function; how numbers are found in output is the business of `metric.extract`.
@NullMarked
package org.ktstr4j.metric;

import org.jspecify.annotations.NullMarked;
