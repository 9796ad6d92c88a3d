// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.guest.scene;

/// Something in a scenario that could not be done. It ends the scenario, which then has failed.
public final class SceneException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// @param message what could not be done, and why
    public SceneException(String message) {
        super(message);
    }

    SceneException(String message, Throwable cause) {
        super(message, cause);
    }
}
