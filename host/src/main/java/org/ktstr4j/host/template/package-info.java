// SPDX-License-Identifier: Apache-2.0
/// Guests at a standstill, kept on disk so that a test is a restore and not a boot.
///
/// In: a key, and somebody who can fill a directory. Out: a directory that is whole and undamaged. Not here: how
/// a guest is stopped or started (`vm`), what a template depends on beyond its key (`run`).
@NullMarked
package org.ktstr4j.host.template;

import org.jspecify.annotations.NullMarked;
