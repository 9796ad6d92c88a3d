// SPDX-License-Identifier: Apache-2.0
/// What the guest's file system is made of.
///
/// In: the static `kt` binary, the guest's jars, the JDK that runs us, programs, class paths, include files.
/// Out: the
/// initramfs of the guest (cached by content) and the archive of one order, both newc cpio without compression.
/// Not here: kernels, QEMU, the window that carries the archive, what an order says.
@NullMarked
package org.ktstr4j.host.image;

import org.jspecify.annotations.NullMarked;
