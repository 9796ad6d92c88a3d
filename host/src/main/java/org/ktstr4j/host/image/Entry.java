// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// One thing in the guest's file system; its path is the key under which [GuestFiles] keeps it.
sealed interface Entry {

    /// {@return permission bits, without the file type}
    int mode();

    /// {@return where it comes from, for messages}
    String origin();

    /// A directory.
    record Directory(int mode) implements Entry {
        @Override
        public String origin() {
            return "a directory";
        }
    }

    /// A file of the host, read when the archive is written; `size` is its length in bytes when it was added.
    record HostFile(Path source, int mode, long size) implements Entry {
        /// {@return whether both names lead to one file, whatever links are on the way}
        boolean sameFile(HostFile other) {
            try {
                return Files.isSameFile(source, other.source);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        static HostFile of(Path source, int mode) {
            try {
                return new HostFile(source, mode, Files.size(source));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public String origin() {
            return source.toString();
        }
    }

    /// A file whose content is made, not found. Equal when mode and content are.
    final class Made implements Entry {
        private final byte[] content;
        private final int mode;

        Made(byte[] content, int mode) {
            this.content = content;
            this.mode = mode;
        }

        byte[] content() {
            return content;
        }

        @Override
        public int mode() {
            return mode;
        }

        @Override
        public String origin() {
            return content.length + " bytes of ours";
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Made that && mode == that.mode && Arrays.equals(content, that.content);
        }

        @Override
        public int hashCode() {
            return 31 * mode + Arrays.hashCode(content);
        }
    }

    /// A symbolic link.
    record Link(String target) implements Entry {
        @Override
        public int mode() {
            return 0777;
        }

        @Override
        public String origin() {
            return "a link to " + target;
        }
    }
}
