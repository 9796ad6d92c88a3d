// SPDX-License-Identifier: Apache-2.0
/// Runs fixtures and commands, and hands back everything they left, or left behind.
///
/// In: fixture classes, command lines. Out: verdicts, files, texts, exit codes. Knows no fixture.
@NullMarked
package org.ktstr4j.vmtests.harness;

import org.jspecify.annotations.NullMarked;
