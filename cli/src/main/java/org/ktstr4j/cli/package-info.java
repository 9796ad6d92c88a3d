// SPDX-License-Identifier: Apache-2.0
/// The command line: one class a command, and what they print.
@NullMarked
package org.ktstr4j.cli;

import org.jspecify.annotations.NullMarked;
