// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.plan;

import org.ktstr4j.payload.Payload;

/// A superclass in a file of its own.
abstract class ScanParent {
    static final Payload INHERITED = Payload.binary("inherited", "inherited");

    private static final Payload PRIVATE = Payload.binary("private", "private");

    Payload direct() {
        return PRIVATE;
    }

    Payload indirect() {
        return direct();
    }

    Payload template() {
        return chosen();
    }

    abstract Payload chosen();

    Object inheritedBody() {
        return Helper.help();
    }

    static final class Helper {
        private Helper() {}

        static Payload help() {
            return ScanPayloads.FIO;
        }
    }
}
