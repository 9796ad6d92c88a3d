// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.payload.launch;

/// What a process and the children it waited for used; from `wait4`.
///
/// @param userUs CPU time in user mode, us
/// @param systemUs CPU time in the kernel, us
/// @param maxRssKib largest resident set of any one of them, KiB
/// @param voluntarySwitches context switches because it waited
/// @param involuntarySwitches context switches because it was preempted
public record Usage(long userUs, long systemUs, long maxRssKib, long voluntarySwitches, long involuntarySwitches) {
    /// {@return no usage known: all zero}
    public static Usage none() {
        return new Usage(0, 0, 0, 0, 0);
    }
}
