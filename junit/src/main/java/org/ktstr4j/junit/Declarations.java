// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.junit;

import java.lang.reflect.Method;
import org.ktstr4j.host.plan.Declaration;

/// What authors wrote beside their tests, for those that do something else with a test than run it.
public final class Declarations {
    private Declarations() {}

    /// {@return the declaration of a test}
    ///
    /// @param type the class the test was found in
    /// @param method annotated with [KtstrTest]
    /// @throws org.ktstr4j.plan.PlanException if the method cannot be a body
    @SuppressWarnings("exports") // for ktstr, which sees it
    public static Declaration of(Class<?> type, Method method) {
        Methods.check(type, method);
        return Methods.declaration(type, method);
    }
}
