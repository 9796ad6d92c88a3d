// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.plan;

/// Which method is a test's body.
///
/// @param className binary name of the test class, `$` between nested ones
/// @param methodName name of the method
public record TestId(String className, String methodName) {
    /// {@return the name people use: simple class name, dot, method}
    public String display() {
        return className.substring(className.lastIndexOf('.') + 1).replace('$', '.') + "." + methodName;
    }
}
