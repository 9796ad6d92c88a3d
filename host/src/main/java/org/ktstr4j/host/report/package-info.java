// SPDX-License-Identifier: Apache-2.0
/// What a run directory says, for people and for programs.
///
/// In: run directories, nothing else: a report can be made again days later. Out: text and JSON.
@NullMarked
package org.ktstr4j.host.report;

import org.jspecify.annotations.NullMarked;
