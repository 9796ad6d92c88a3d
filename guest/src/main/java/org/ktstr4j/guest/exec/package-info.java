// SPDX-License-Identifier: Apache-2.0
/// Programs of the test, started through `kt exec`: the agent's end of its protocol.
@NullMarked
package org.ktstr4j.guest.exec;

import org.jspecify.annotations.NullMarked;
