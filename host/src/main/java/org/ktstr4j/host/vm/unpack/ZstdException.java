// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.vm.unpack;

/// Bytes that are not what RFC 8878 says, or use what this decoder does not know.
final class ZstdException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ZstdException(String message) {
        super(message);
    }
}
