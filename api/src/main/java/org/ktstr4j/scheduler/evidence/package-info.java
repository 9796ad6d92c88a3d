// SPDX-License-Identifier: Apache-2.0
/// Texts of the kernel about a scheduler, made readable.
///
/// In: raw text. Out: text. What is not understood stays as it is.
@NullMarked
package org.ktstr4j.scheduler.evidence;

import org.jspecify.annotations.NullMarked;
