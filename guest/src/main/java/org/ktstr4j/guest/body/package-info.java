// SPDX-License-Identifier: Apache-2.0
/// From an order to a result: load the test class, run the body, tell what came of it.
@NullMarked
package org.ktstr4j.guest.body;

import org.jspecify.annotations.NullMarked;
