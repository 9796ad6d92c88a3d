// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.image;

import java.io.IOException;

/// Stands in for the agent where an image is made; runs in a JVM of its own.
final class TinyAgent {
    private TinyAgent() {}

    public static void main(String[] args) throws IOException {
        int end = System.in.read();
        System.out.println("trained with " + String.join(" ", args) + ", input ended with " + end);
        System.exit(args.length > 1 ? 3 : 0);
    }
}
