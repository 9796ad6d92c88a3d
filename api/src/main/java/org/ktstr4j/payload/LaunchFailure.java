// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.payload;

import org.ktstr4j.payload.launch.LaunchException;
import org.ktstr4j.payload.launch.LaunchSpec;

/// Why a program did not start, and what to do about it.
final class LaunchFailure {
    private static final int ENOENT = 2;
    private static final int EACCES = 13;

    private LaunchFailure() {}

    static String text(LaunchSpec spec, LaunchException failure) {
        String program = "\"" + spec.argv().getFirst() + "\"";
        if (failure.stage().equals("exec") && failure.errno() == ENOENT) {
            return program
                    + " not found in the guest; add it to includeFiles (a script with a missing #! interpreter looks"
                    + " the same)";
        }
        if (failure.stage().equals("exec") && failure.errno() == EACCES) {
            return program + " may not be executed in the guest: " + failure.getMessage()
                    + "; set its executable bit on the host";
        }
        if (failure.stage().equals("cgroup")) {
            return "could not be placed in its cgroup: " + failure.getMessage()
                    + "; create the cgroup first, with ctx.cgroups().create(name). The program never ran";
        }
        if (failure.stage().equals("cwd")) {
            return "could not start in directory " + spec.workingDirectory() + ": " + failure.getMessage()
                    + "; the program never ran";
        }
        if (failure.stage().equals("stdin")) {
            return "could not open " + spec.stdin() + " as its standard input: " + failure.getMessage()
                    + "; the program never ran";
        }
        return program + " could not be started, stage " + failure.stage() + ": " + failure.getMessage();
    }
}
