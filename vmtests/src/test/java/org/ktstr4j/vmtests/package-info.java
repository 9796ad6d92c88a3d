// SPDX-License-Identifier: Apache-2.0
/// Tests that boot a VM: what only a guest, QEMU and a whole process can show.
///
/// In: the built artifacts of all other modules. Run with `mvn verify -Pvm`; nothing here runs in parallel.
@NullMarked
package org.ktstr4j.vmtests;

import org.jspecify.annotations.NullMarked;
