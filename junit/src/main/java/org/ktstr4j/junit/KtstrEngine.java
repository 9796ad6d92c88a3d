// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.junit;

import org.junit.platform.engine.EngineDiscoveryRequest;
import org.junit.platform.engine.ExecutionRequest;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestEngine;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.EngineDescriptor;
import org.junit.platform.engine.support.discovery.EngineDiscoveryRequestResolver;

/// The JUnit engine that finds `@KtstrTest` methods and runs each in a kernel of its own.
///
/// An engine of its own, since Jupiter refuses test methods that return a value, and since what Jupiter would do
/// around a body (construct the class, call lifecycle methods) would happen on the host, where it means nothing.
public final class KtstrEngine implements TestEngine {
    /// The engine's id.
    public static final String ID = "ktstr";

    private static final EngineDiscoveryRequestResolver<EngineDescriptor> RESOLVER =
            EngineDiscoveryRequestResolver.<EngineDescriptor>builder()
                    .addClassContainerSelectorResolver(Methods::hasTests)
                    .addSelectorResolver(context -> new Discovery(context.getClassNameFilter()))
                    .addTestDescriptorVisitor(context -> TestDescriptor::prune)
                    .build();

    /// Called by the JUnit Platform.
    public KtstrEngine() {}

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public TestDescriptor discover(EngineDiscoveryRequest request, UniqueId uniqueId) {
        EngineDescriptor engine = new EngineDescriptor(uniqueId, "ktstr4j");
        RESOLVER.resolve(request, engine);
        return engine;
    }

    @Override
    public void execute(ExecutionRequest request) {
        new Execution(request).run();
    }
}
