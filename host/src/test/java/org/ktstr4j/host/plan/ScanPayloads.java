// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.plan;

import org.ktstr4j.payload.Payload;

/// Constants of another class than the test's.
final class ScanPayloads {
    static final Payload FIO = Payload.binary("fio", "fio");

    static final Payload STRESS = Payload.binary("stress", "stress-ng");

    private ScanPayloads() {}

    /// Not followed: neither the test's class, nor one it is nested with, nor a superclass.
    static Payload hidden() {
        return STRESS;
    }
}
