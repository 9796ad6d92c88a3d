// SPDX-License-Identifier: Apache-2.0
/// The agent's end of the log: records go to `kt init`, the log's only writer, through a pipe.
@NullMarked
package org.ktstr4j.guest.log;

import org.jspecify.annotations.NullMarked;
