// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.vm.memory;

import java.io.Serial;

/// A guest's memory is not what its kernel should have said about it.
public final class UnknownMemoryException extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    UnknownMemoryException(String message) {
        super(message);
    }
}
