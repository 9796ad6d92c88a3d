// SPDX-License-Identifier: Apache-2.0
/// The hall of the guest: [Agent] wires the rooms below it and is the only one that knows them all.
@NullMarked
package org.ktstr4j.guest;

import org.jspecify.annotations.NullMarked;
