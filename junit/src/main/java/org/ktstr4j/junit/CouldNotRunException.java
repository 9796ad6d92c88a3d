// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.junit;

/// A test could not be tried, since something it stands on did not work: neither passed nor failed.
public final class CouldNotRunException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CouldNotRunException(String message) {
        super(message);
    }
}
