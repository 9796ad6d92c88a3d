// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.export;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;

/// Writes a `.run` file whole or not at all.
public final class RunFile {
    private static final int COLUMNS = 76;
    private static final byte[] LINE_END = {'\n'};

    private RunFile() {}

    /// Writes the script and the archive behind it to a name of its own, then gives it the right one.
    ///
    /// @param script all of the script, the marker's line included
    /// @param archive a file
    /// @param output where; what is there is replaced
    /// @throws IOException if it cannot be written; nothing is left then
    public static void write(String script, Path archive, Path output) throws IOException {
        Path directory = output.toAbsolutePath().getParent();
        Path aside = Files.createTempFile(directory, "." + output.getFileName(), ".part");
        try {
            try (FileChannel file = FileChannel.open(aside, StandardOpenOption.WRITE)) {
                OutputStream out = new BufferedOutputStream(Channels.newOutputStream(file), 1 << 16);
                out.write(script.getBytes(UTF_8));
                Base64.Encoder encoder = Base64.getMimeEncoder(COLUMNS, LINE_END);
                try (OutputStream base64 = encoder.wrap(new Unclosed(out))) {
                    Files.copy(archive, base64);
                }
                out.write('\n');
                out.flush();
                file.force(true);
            }
            Files.setPosixFilePermissions(aside, PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.move(aside, output, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(aside);
        }
    }

    /// To end the encoding ends its stream, which here goes on.
    private static final class Unclosed extends java.io.FilterOutputStream {
        Unclosed(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            out.write(bytes, from, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
