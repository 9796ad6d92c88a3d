// SPDX-License-Identifier: Apache-2.0
/// The bytes between host and guest: the window's layout, the order that goes in, the frames that come out.
///
/// In: nothing but bytes and values. Out: values and bytes. Both sides use it, so it must not know of either;
/// `native/src/window.h` says the same in C, and a test compares the two.
@NullMarked
package org.ktstr4j.wire;

import org.jspecify.annotations.NullMarked;
