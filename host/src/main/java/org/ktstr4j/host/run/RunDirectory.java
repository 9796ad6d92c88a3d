// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.run;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.ktstr4j.plan.PlanException;
import org.ktstr4j.plan.TestId;
import org.ktstr4j.wire.Frame;

/// The directory of one run: the truth about it, written as it happens (docs/run-directory.md).
public final class RunDirectory implements AutoCloseable {
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

    /// Name of the file with the test layer.
    static final String LAYER = "layer.cpio";

    private static final String LAYERS = ".layers";

    private final Path path;
    private final FileChannel records;

    private RunDirectory(Path path, FileChannel records) {
        this.path = path;
        this.records = records;
    }

    /// {@return a new directory for the runs of one command, named by time, and by process if somebody was as
    /// quick}
    static Path session(Path runs) {
        String stamp = STAMP.format(LocalDateTime.now(ZoneId.systemDefault()));
        try {
            Files.createDirectories(runs);
            Path session = unused(runs, stamp);
            link(runs, session);
            return session;
        } catch (IOException e) {
            throw new PlanException(
                    "make run directory under %s: %s; give another one with --runs".formatted(runs, said(e)), e);
        }
    }

    /// {@return a new directory for one test}
    static RunDirectory open(Path session, TestId test) {
        try {
            Path path = unused(session, test.display());
            return new RunDirectory(
                    path,
                    FileChannel.open(
                            path.resolve("records.log"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
        } catch (IOException e) {
            throw new PlanException(
                    "make run directory of %s under %s: %s; give another one with --runs"
                            .formatted(test.display(), session, said(e)),
                    e);
        }
    }

    /// {@return a directory that somebody else has made, as that of a run}
    static RunDirectory at(Path path) throws IOException {
        return new RunDirectory(
                path,
                FileChannel.open(path.resolve("records.log"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    }

    private static Path unused(Path parent, String name) throws IOException {
        for (int n = 1; ; n++) {
            try {
                return Files.createDirectory(parent.resolve(n == 1 ? name : name + "-" + n));
            } catch (FileAlreadyExistsException e) {
                // another process, or the same test once more
            }
        }
    }

    private static void link(Path runs, Path session) throws IOException {
        Path aside = runs.resolve(".latest-" + session.getFileName()); // as unique as the session
        Files.createSymbolicLink(aside, session.getFileName());
        Files.move(aside, runs.resolve("latest"), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String said(IOException e) {
        return e.getClass().getSimpleName() + ": " + e.getMessage();
    }

    /// {@return where everything of this run lies}
    public Path path() {
        return path;
    }

    /// {@return the file that the guest's serial console goes to}
    Path console() {
        return path.resolve("console.log");
    }

    /// Adds a frame to `records.log`.
    void append(Frame frame) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(frame.encode());
            while (bytes.hasRemaining()) records.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("write %s: %s".formatted(path.resolve("records.log"), said(e)), e);
        }
    }

    /// {@return all frames of this run, as written}
    byte[] log() {
        return read("records.log");
    }

    byte[] read(String name) {
        try {
            return Files.readAllBytes(path.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException("read %s: %s".formatted(path.resolve(name), said(e)), e);
        }
    }

    /// {@return SHA-256 over the frames so far in hexadecimal digits, empty if there is none}
    String digest() {
        try {
            byte[] bytes = Files.readAllBytes(path.resolve("records.log"));
            return bytes.length == 0
                    ? ""
                    : HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException("read %s: %s".formatted(path.resolve("records.log"), said(e)), e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every Java has SHA-256
        }
    }

    /// Keeps the test layer, so that the run can be had again. Runs of one command that have the same layer share
    /// the file.
    ///
    /// @param crc of the archive
    void keepLayer(Plan plan, int crc) {
        Path shared = path.resolveSibling(LAYERS).resolve("%08x-%d".formatted(crc, plan.layerBytes()));
        try {
            if (!Files.exists(shared)) {
                Files.createDirectories(shared.getParent());
                Path aside = Files.createTempFile(shared.getParent(), ".part", null);
                try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(aside), 1 << 16)) {
                    plan.writeLayer(out);
                }
                Files.move(aside, shared, StandardCopyOption.ATOMIC_MOVE);
            }
            Files.createLink(path.resolve(LAYER), shared);
        } catch (IOException e) {
            throw new UncheckedIOException("keep the test layer in %s: %s".formatted(path, said(e)), e);
        }
    }

    /// Removes the directory of a run that told nothing, and its layer if no other run has it.
    static void discard(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) Files.delete(file);
        }
        Files.delete(directory);
        try (Stream<Path> layers = Files.list(directory.resolveSibling(LAYERS))) {
            for (Path layer : layers.toList()) {
                if (Files.getAttribute(layer, "unix:nlink").equals(1)) Files.delete(layer);
            }
        }
    }

    /// Writes a file of a run that is over, whole or not at all.
    static void rewrite(Path directory, String name, String text) {
        try {
            Path aside = directory.resolve("." + name + ".part");
            Files.writeString(aside, text);
            Files.move(
                    aside,
                    directory.resolve(name),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("write %s: %s".formatted(directory.resolve(name), said(e)), e);
        }
    }

    /// Writes a file whole or not at all.
    void write(String name, String text) {
        rewrite(path, name, text);
    }

    @Override
    public void close() {
        try {
            records.close();
        } catch (IOException e) {
            throw new UncheckedIOException("close %s: %s".formatted(path.resolve("records.log"), said(e)), e);
        }
    }
}
