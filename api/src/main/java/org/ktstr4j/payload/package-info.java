// SPDX-License-Identifier: Apache-2.0
/// Programs that a test runs: what they are, how one invocation is set up, and what is known of it afterwards.
///
/// In: a {@link Payload}, and the doors to the guest. Out: a {@link PayloadResult} for the body and a {@link
/// PayloadRecord} for the record log, one for each program that ever ran. Processes are started behind the door
/// in `payload.launch`, never here.
@NullMarked
package org.ktstr4j.payload;

import org.jspecify.annotations.NullMarked;
