// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.run;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;
import org.ktstr4j.host.image.GuestFiles;
import org.ktstr4j.host.image.Newc;
import org.ktstr4j.host.image.NewcFile;
import org.ktstr4j.host.image.TestLayer;

/// What travels with a test, as an archive: packed now, or kept by an earlier run.
interface Layer {
    /// {@return length of the archive in bytes}
    long length() throws IOException;

    /// Writes the archive; `out` stays open.
    ///
    /// @return CRC-32 (IEEE) of its bytes
    int write(OutputStream out) throws IOException;

    /// {@return a layer that is made while it is written}
    static Layer of(TestLayer.Packed packed) {
        return new Layer() {
            @Override
            public long length() {
                return packed.length();
            }

            @Override
            public int write(OutputStream out) throws IOException {
                return packed.write(out);
            }
        };
    }

    /// {@return a layer that lies in a file, with other files after its own, which replace what has their path}
    ///
    /// @param archive the layer
    /// @param more files that come last
    static Layer of(NewcFile archive, GuestFiles more) {
        return new Layer() {
            @Override
            public long length() {
                return archive.end() + Newc.length(more);
            }

            @Override
            public int write(OutputStream out) throws IOException {
                CheckedOutputStream checked = new CheckedOutputStream(out, new CRC32());
                try (FileChannel from = FileChannel.open(archive.file())) {
                    from.transferTo(0, archive.end(), Channels.newChannel(checked));
                }
                Newc.write(more, checked);
                return (int) checked.getChecksum().getValue();
            }
        };
    }

    /// {@return a layer that lies in a file}
    static Layer of(Path file) {
        return new Layer() {
            @Override
            public long length() throws IOException {
                return Files.size(file);
            }

            @Override
            public int write(OutputStream out) throws IOException {
                CheckedOutputStream checked = new CheckedOutputStream(out, new CRC32());
                Files.copy(file, checked);
                return (int) checked.getChecksum().getValue();
            }
        };
    }
}
