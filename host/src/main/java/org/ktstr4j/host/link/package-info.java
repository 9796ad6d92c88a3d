// SPDX-License-Identifier: Apache-2.0
/// The host's end of the window: one order in, frames out.
///
/// In: the memory that the guest shares. Out: frames and the guest's state. Nothing here knows of QEMU.
@NullMarked
package org.ktstr4j.host.link;

import org.jspecify.annotations.NullMarked;
