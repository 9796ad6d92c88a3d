// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.contract;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;

/// A class of the test's class path that is run as a payload.
final class Greeter {
    private Greeter() {}

    /// {@return the runtime and the class path of this class}
    static List<String> command() throws URISyntaxException {
        Path location = Path.of(Greeter.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        return List.of(System.getProperty("java.home") + "/bin/java", "-cp", location.toString());
    }

    public static void main(String[] args) {
        System.out.println("answer: " + (Integer.parseInt(args[0]) + 1));
        System.out.println("pid: " + ProcessHandle.current().pid());
    }
}
