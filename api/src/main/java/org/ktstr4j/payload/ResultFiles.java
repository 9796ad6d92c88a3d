// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.payload;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ktstr4j.metric.extract.Output;
import org.ktstr4j.metric.extract.OutputBuffer;

/// The files in which a program leaves its results: names or patterns in its working directory. Without a
/// directory from the author the program gets an empty one of its own, which is gone afterwards.
final class ResultFiles {
    private final Path directory;
    private final List<String> patterns;
    private final boolean ours;

    private ResultFiles(Path directory, List<String> patterns, boolean ours) {
        this.directory = directory;
        this.patterns = patterns;
        this.ours = ours;
    }

    static ResultFiles in(Path directory, List<String> patterns) {
        return new ResultFiles(directory, patterns, false);
    }

    /// {@return the files of a new empty directory}
    static ResultFiles fresh(List<String> patterns) throws IOException {
        return new ResultFiles(Files.createTempDirectory("ktstr-run-"), patterns, true);
    }

    Path directory() {
        return directory;
    }

    /// {@return what is there now, by path in the order of the paths; all files together are cut like one stream}
    Map<String, Output> read(List<String> notices) {
        Map<String, Output> found = new LinkedHashMap<>();
        long room = Drain.CAP;
        for (Path file : matching(notices)) {
            OutputBuffer buffer = new OutputBuffer(room);
            try (InputStream in = Files.newInputStream(file)) {
                boolean more = true;
                while (more) {
                    more = buffer.readFrom(in);
                }
            } catch (IOException e) {
                notices.add("result file " + file + " could not be read to its end: " + e.getMessage());
            }
            Output output = buffer.toOutput();
            if (output.dropped() > 0) {
                notices.add("result file " + file + ": the first " + output.size() + " of " + output.written()
                        + " bytes were kept");
            }
            room -= output.size();
            found.put(file.toString(), output);
        }
        return found;
    }

    private List<Path> matching(List<String> notices) {
        List<Path> files = new ArrayList<>();
        for (String pattern : patterns) {
            try (DirectoryStream<Path> matches = Files.newDirectoryStream(directory, pattern)) {
                for (Path match : matches) {
                    if (Files.isRegularFile(match) && !files.contains(match)) {
                        files.add(match);
                    }
                }
            } catch (IOException e) {
                notices.add("result files \"" + pattern + "\" in " + directory + " could not be looked for: " + e);
            }
        }
        Collections.sort(files);
        return files;
    }

    /// Removes the directory, if it is the program's own.
    void discard() {
        if (ours) {
            remove(directory);
        }
    }

    private static void remove(Path path) {
        try {
            if (Files.isDirectory(path, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
                try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
                    for (Path entry : entries) {
                        remove(entry);
                    }
                }
            }
            Files.deleteIfExists(path);
        } catch (IOException e) {
            // a file that a killed program left behind in the guest harms nobody: the guest is gone soon
        }
    }
}
