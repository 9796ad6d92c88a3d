// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;

/// Stands in for the agent where an image is made; runs in a JVM of its own.
final class TinyAgent {
    private TinyAgent() {}

    /// {@return the jar, which holds this class}
    static Path jar(Path file) throws IOException {
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file));
                InputStream agent = TinyAgent.class.getResourceAsStream("TinyAgent.class")) {
            jar.putNextEntry(new ZipEntry("org/ktstr4j/host/image/TinyAgent.class"));
            Objects.requireNonNull(agent).transferTo(jar);
        }
        return file;
    }

    public static void main(String[] args) throws IOException {
        int end = System.in.read();
        System.out.println("trained with " + String.join(" ", args) + ", input ended with " + end);
        System.exit(args.length > 1 ? 3 : 0);
    }
}
