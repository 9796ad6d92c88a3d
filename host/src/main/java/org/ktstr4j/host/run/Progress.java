// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.run;

/// Who wants to know how far a run has come. Called from the thread that runs the test.
public interface Progress {
    /// What a run goes through, in order; it may skip stages, and may end in any.
    enum Stage {
        /// Kernel, programs and limits are looked up.
        PLAN,
        /// The kernel is downloaded.
        KERNEL,
        /// The guest's image is made, once for a JDK and a version of ktstr4j.
        IMAGE,
        /// QEMU starts and the kernel boots.
        BOOT,
        /// The scheduler under test starts.
        ATTACH,
        /// The body runs.
        BODY,
        /// The guest is gone and the verdict is made.
        JUDGE
    }

    /// A stage begins.
    ///
    /// @param stage which
    /// @param what what is being done, for people; may be empty
    void stage(Stage stage, String what);

    /// The body, or a program that it does not capture, has printed something.
    ///
    /// @param error whether to standard error
    /// @param bytes as printed; may begin and end inside of a line or character
    void text(boolean error, byte[] bytes);
}
