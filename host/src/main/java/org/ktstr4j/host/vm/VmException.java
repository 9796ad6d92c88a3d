// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.vm;

import org.jspecify.annotations.Nullable;

/// Trouble with the QEMU process, its control socket or the boot: not the author's mistake, not a finding of
/// a test.
public final class VmException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /// Where in a VM's life it went wrong.
    public enum Stage {
        /// Files, memory, process: before QEMU answered for the first time.
        START,
        /// The control socket: a command refused, not answered in time, or cut off.
        QMP,
        /// A standstill on disk: writing one, or starting from one.
        SNAPSHOT,
        /// Between the start and the caller's condition.
        BOOT,
        /// Releasing what the VM held.
        CLOSE
    }

    private final Stage stage;
    private final String evidence;

    /// An exception with what was left behind.
    ///
    /// @param stage where it went wrong
    /// @param message doing what, to what: what was found; what to do
    /// @param evidence what QEMU wrote on stderr, or the console's tail; empty if nothing
    public VmException(Stage stage, String message, String evidence, @Nullable Throwable cause) {
        super(message, cause);
        this.stage = stage;
        this.evidence = evidence;
    }

    static VmException of(Stage stage, String message) {
        return new VmException(stage, message, "", null);
    }

    static VmException of(Stage stage, String message, Throwable cause) {
        return new VmException(stage, message, "", cause);
    }

    public Stage stage() {
        return stage;
    }

    /// {@return text of QEMU's stderr or of the console, empty if there is none}
    public String evidence() {
        return evidence;
    }
}
