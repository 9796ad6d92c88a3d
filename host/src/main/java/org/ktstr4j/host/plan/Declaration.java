// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.plan;

import java.lang.reflect.Method;
import java.util.List;
import org.ktstr4j.plan.TestId;

/// What an author wrote beside a test method, not yet checked.
///
/// @param testClass the class the test was found in
/// @param method the body
/// @param topology `NnNlNcNt`; empty: the scheduler's, or the default
/// @param memoryMib guest memory in MiB, 0 for the default of the topology
/// @param timeoutS guest seconds that the body may take
/// @param programs names or paths of programs the body starts beyond its payload constants
/// @param includeFiles host files and directories that the guest sees under `/include-files`
/// @param seeds those to run it with, one after the other until it does not pass
/// @param scheduler the scheduler under test
public record Declaration(
        Class<?> testClass,
        Method method,
        String topology,
        int memoryMib,
        long timeoutS,
        List<String> programs,
        List<String> includeFiles,
        Seeds seeds,
        SchedulerChoice scheduler) {
    /// Topology of a test that declares none, and whose scheduler has none.
    public static final String DEFAULT_TOPOLOGY = "1n1l2c1t";

    /// A declaration with lists of its own.
    public Declaration {
        programs = List.copyOf(programs);
        includeFiles = List.copyOf(includeFiles);
    }

    /// {@return the test's identity}
    public TestId id() {
        return new TestId(testClass.getName(), method.getName());
    }
}
