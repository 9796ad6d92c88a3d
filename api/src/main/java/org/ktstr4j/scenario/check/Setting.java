// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.scenario.check;

import org.jspecify.annotations.Nullable;

/// One limit and its value.
///
/// @param limit what is limited
/// @param value in the limit's unit; null if it is switched off
public record Setting(Limit limit, @Nullable Double value) {}
