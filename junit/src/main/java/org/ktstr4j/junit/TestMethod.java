// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.junit;

import java.lang.reflect.Method;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Disabled;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.engine.TestTag;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.AbstractTestDescriptor;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.ktstr4j.host.plan.Declaration;
import org.ktstr4j.plan.PlanException;
import org.ktstr4j.topology.Topology;

/// One test method.
final class TestMethod extends AbstractTestDescriptor {
    static final String SEGMENT = "method";

    private final Class<?> type;
    private final Method method;

    TestMethod(UniqueId parent, Class<?> type, Method method) {
        super(
                parent.append(SEGMENT, name(method)),
                TestClass.displayName(method, method.getName()),
                MethodSource.from(type, method));
        this.type = type;
        this.method = method;
    }

    static String name(Method method) {
        return method.getName()
                + Stream.of(method.getParameterTypes()).map(Class::getName).collect(Collectors.joining(",", "(", ")"));
    }

    @Override
    public Type getType() {
        return Type.TEST;
    }

    @Override
    public Set<TestTag> getTags() {
        Set<TestTag> tags = new LinkedHashSet<>(TestClass.tags(type));
        tags.addAll(TestClass.tags(method));
        return tags;
    }

    /// {@return why the test is not to be run, empty if it is}
    Optional<String> disabled() {
        return AnnotationSupport.findAnnotation(method, Disabled.class)
                .or(() -> AnnotationSupport.findAnnotation(type, Disabled.class))
                .map(disabled -> disabled.value().isEmpty() ? "@Disabled" : disabled.value());
    }

    /// {@return what the declared machine lacks for the scenario that the test returns, empty if nothing}
    Optional<String> missing() {
        try {
            Methods.check(type, method);
            Topology topology = topology();
            return DeclaredScenario.of(type, method)
                    .flatMap(scenario -> scenario.need().missing(topology));
        } catch (PlanException e) {
            return Optional.empty(); // the declaration says so again
        }
    }

    private Topology topology() {
        String declared = method.getAnnotation(KtstrTest.class).topology();
        return Topology.parse(declared.isEmpty() ? Declaration.DEFAULT_TOPOLOGY : declared);
    }

    /// {@return what the author declared}
    ///
    /// @throws org.ktstr4j.plan.PlanException if the method cannot be a body
    Declaration declaration() {
        Methods.check(type, method);
        DeclaredScenario.of(type, method)
                .ifPresent(scenario -> DeclaredScenario.check(type, method, scenario, topology()));
        return Methods.declaration(type, method);
    }
}
