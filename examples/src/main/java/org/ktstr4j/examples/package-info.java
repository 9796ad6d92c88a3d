// SPDX-License-Identifier: Apache-2.0
/// Examples in the order in which to read them. Each says how to run it and what it then printed.
@NullMarked
package org.ktstr4j.examples;

import org.jspecify.annotations.NullMarked;
