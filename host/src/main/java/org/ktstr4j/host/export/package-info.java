// SPDX-License-Identifier: Apache-2.0
/// One test as one file that runs it on a bare machine: the script, and the archive behind it.
///
/// In: what is frozen, as typed values, and an archive. Out: the bytes of the file. Nothing else in the project
/// writes text that a shell reads.
@NullMarked
package org.ktstr4j.host.export;

import org.jspecify.annotations.NullMarked;
