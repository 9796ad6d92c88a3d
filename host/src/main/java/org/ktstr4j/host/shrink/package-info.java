// SPDX-License-Identifier: Apache-2.0
/// Smaller and smaller tests that still fail in the same way.
///
/// In: how large a test is, what it failed for. Out: what could be left out, whether another failure is the same, code.
/// Not here: the runs that try it (`run`).
@NullMarked
package org.ktstr4j.host.shrink;

import org.jspecify.annotations.NullMarked;
