// SPDX-License-Identifier: Apache-2.0
/// What a run is made of, decided before anything boots, and what is wrong with it if it cannot be decided.
@NullMarked
package org.ktstr4j.plan;

import org.jspecify.annotations.NullMarked;
