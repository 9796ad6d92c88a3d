// SPDX-License-Identifier: Apache-2.0
/// A stock kernel without its self-extractor, so that an emulated guest does not spend its first second
/// unpacking.
///
/// In: a bzImage. Out: the very ELF file that is packed in it, which QEMU starts through its PVH entry; or
/// the image itself, if it cannot be unpacked here. Nothing of the kernel is changed. No VM in here.
@NullMarked
package org.ktstr4j.host.vm.unpack;

import org.jspecify.annotations.NullMarked;
