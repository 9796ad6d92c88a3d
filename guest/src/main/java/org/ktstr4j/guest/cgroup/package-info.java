// SPDX-License-Identifier: Apache-2.0
/// The test's control groups, as files under the cgroup v2 mount.
@NullMarked
package org.ktstr4j.guest.cgroup;

import org.jspecify.annotations.NullMarked;
