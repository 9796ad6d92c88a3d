// SPDX-License-Identifier: Apache-2.0
/// What a run says of itself, record by record, and the history they make together.
///
/// In: frames of the log. Out: values for the judge and the reports. Fields, units and sources: docs/records.md.
@NullMarked
package org.ktstr4j.record;

import org.jspecify.annotations.NullMarked;
