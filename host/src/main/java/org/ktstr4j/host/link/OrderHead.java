// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.link;

import org.ktstr4j.wire.Layout;

/// The part of an order that `kt init` reads itself; all else is in the archive.
///
/// @param deadlineNs guest time allowed to the body, ns, 0 for no limit
/// @param seed the run's seed
/// @param epochNs wall clock to set in the guest, ns since 1970, 0 to leave it
/// @param entropy 64 bytes for the guest's entropy pool, all zero for none
@SuppressWarnings("ArrayRecordComponent") // written once into the window, never compared
public record OrderHead(long deadlineNs, long seed, long epochNs, byte[] entropy) {
    /// Refuses entropy of another size.
    public OrderHead {
        if (entropy.length != Layout.ORDER_ENTROPY_SIZE) {
            throw new IllegalArgumentException(
                    "order: entropy of %d bytes, expected %d".formatted(entropy.length, Layout.ORDER_ENTROPY_SIZE));
        }
    }
}
