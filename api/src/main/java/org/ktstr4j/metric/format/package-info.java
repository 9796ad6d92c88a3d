// SPDX-License-Identifier: Apache-2.0
/// Formats of single tools, beside JSON: each a small class that reads what one tool prints, and knows the units.
///
/// In: a capture. Out: metrics under stable names. What a tool prints at which version, and the traps in it, are
/// the business of these classes and of nobody else.
@NullMarked
package org.ktstr4j.metric.format;

import org.jspecify.annotations.NullMarked;
