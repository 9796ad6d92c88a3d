// SPDX-License-Identifier: Apache-2.0
/// A stopped guest's memory, read from outside by what its kernel says about itself: the note that the kernel keeps for
/// the tools that read crash dumps (Documentation/admin-guide/kdump/vmcoreinfo.rst).
@NullMarked
package org.ktstr4j.host.vm.memory;

import org.jspecify.annotations.NullMarked;
