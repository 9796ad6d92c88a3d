// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.ktstr4j.plan.PlanException;

/// The examples, unpacked for as long as a command runs them.
///
/// @param home a directory of their own
/// @param jar the class path
record Examples(Path home, Path jar) implements AutoCloseable {
    static Examples unpack() {
        try (InputStream in = Examples.class.getResourceAsStream("/META-INF/ktstr4j/ktstr4j-examples.jar")) {
            if (in == null) {
                throw PlanException.of("unpack the examples: they are not among the resources of ktstr4j-cli;"
                        + " build the project with mvn package");
            }
            Path home = Files.createTempDirectory("ktstr-demo");
            Path jar = home.resolve("examples.jar");
            Files.copy(in, jar);
            return new Examples(home, jar);
        } catch (IOException e) {
            throw new PlanException(
                    "unpack the examples: %s; make room in the directory for temporary files".formatted(e), e);
        }
    }

    @Override
    public void close() {
        try (Stream<Path> all = Files.walk(home)) {
            for (Path each : (Iterable<Path>) all.sorted(Comparator.reverseOrder())::iterator) Files.delete(each);
        } catch (IOException e) {
            System.err.println("ktstr: remove " + home + ": " + e);
        }
    }
}
