// SPDX-License-Identifier: Apache-2.0
/// The door to processes: what is asked of the one who starts them, and what it tells.
///
/// In: a resolved command. Out: a live process with two streams, and how it ended. Implemented in the guest by
/// the launcher `kt exec`; nothing here knows of metrics, checks or time limits.
@NullMarked
package org.ktstr4j.payload.launch;

import org.jspecify.annotations.NullMarked;
