// SPDX-License-Identifier: Apache-2.0
/// Bodies that the scripts in `bench/` measure.
@NullMarked
package org.ktstr4j.bench;

import org.jspecify.annotations.NullMarked;
