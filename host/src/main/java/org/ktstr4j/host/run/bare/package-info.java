// SPDX-License-Identifier: Apache-2.0
/// A machine that is not ours, in a VM: to show, and to test, that `.run` files need nothing of it.
///
/// In: files and scripts. Out: what the scripts left. No test of a user runs here.
@NullMarked
package org.ktstr4j.host.run.bare;

import org.jspecify.annotations.NullMarked;
