// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.vm;

import org.ktstr4j.json.Node;

/// Something QEMU told unasked.
///
/// @param name such as `SHUTDOWN` or `STOP`
/// @param body its `data`, a value that is not present if it has none
record QmpEvent(String name, Node body) {}
