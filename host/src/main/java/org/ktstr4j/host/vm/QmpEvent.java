// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.vm;

import tools.jackson.databind.JsonNode;

/// Something QEMU told unasked.
///
/// @param name such as `SHUTDOWN` or `STOP`
/// @param body its `data`, an empty object if it has none
record QmpEvent(String name, JsonNode body) {}
