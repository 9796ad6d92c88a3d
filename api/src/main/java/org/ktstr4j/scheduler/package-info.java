// SPDX-License-Identifier: Apache-2.0
/// Schedulers under test: what they are, how they are to be started, and what came of them.
///
/// In: what an author declares; texts of a kernel and of a scheduler. Out: values, and the words for them.
/// Nothing here starts a process or reads a file.
@NullMarked
package org.ktstr4j.scheduler;

import org.jspecify.annotations.NullMarked;
