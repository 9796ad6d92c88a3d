// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.junit;

import java.util.ArrayList;
import java.util.List;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/// The engine under JUnit's test kit.
final class Kit {
    private Kit() {}

    static EngineTestKit.Builder engine(DiscoverySelector... selectors) {
        return EngineTestKit.engine(KtstrEngine.ID).selectors(selectors);
    }

    static EngineTestKit.Builder of(Class<?> type) {
        return engine(DiscoverySelectors.selectClass(type));
    }

    /// {@return how each test ended: `method: exception's class: its message`, in order}
    static List<String> failures(EngineExecutionResults results) {
        List<String> failures = new ArrayList<>();
        for (Event event : results.testEvents().failed().list()) {
            Throwable thrown = event.getRequiredPayload(TestExecutionResult.class)
                    .getThrowable()
                    .orElseThrow();
            failures.add("%s: %s: %s"
                    .formatted(
                            event.getTestDescriptor().getDisplayName(),
                            thrown.getClass().getSimpleName(),
                            thrown.getMessage()));
        }
        return failures;
    }
}
