// SPDX-License-Identifier: Apache-2.0
/// The shape of a machine: which CPUs share a core, a last-level cache, a node.
///
/// In: the notation `1n2l4c2t`, or a sysfs tree. Out: values, and the differences between what was declared
/// and what a kernel shows, in words. Nothing here starts anything; the only files read are those below a
/// given sysfs root.
@NullMarked
package org.ktstr4j.topology;

import org.jspecify.annotations.NullMarked;
