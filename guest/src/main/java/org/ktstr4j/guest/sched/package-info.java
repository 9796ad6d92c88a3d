// SPDX-License-Identifier: Apache-2.0
/// Schedulers under test in the guest: starts them, waits for the kernel to enable them, watches them, stops them, and
/// says what became of each.
///
/// In: schedulers, and the door to processes. Out: records. The kernel's word counts: its state file, its log, its
/// dump. Nothing here polls while a scheduler is attached.
@NullMarked
package org.ktstr4j.guest.sched;

import org.jspecify.annotations.NullMarked;
