// SPDX-License-Identifier: Apache-2.0
/// A virtual machine: found QEMU, chosen accelerator, resolved spec, live process, how it ended.
///
/// In: a [VmSpec][org.ktstr4j.host.vm.VmSpec] (everything resolved) and a predicate over the window. Out: a
/// [VmEnd][org.ktstr4j.host.vm.VmEnd] and a memory segment over the window. Nothing here knows what the
/// window's bytes mean.
@NullMarked
package org.ktstr4j.host.vm;

import org.jspecify.annotations.NullMarked;
