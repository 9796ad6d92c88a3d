// SPDX-License-Identifier: Apache-2.0

/// Smaller and smaller tests that still fail in the same way: what could be left out, and what a failure is.
@NullMarked
package org.ktstr4j.host.shrink;

import org.jspecify.annotations.NullMarked;
