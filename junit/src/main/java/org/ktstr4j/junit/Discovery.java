// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.junit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import java.lang.reflect.Method;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.platform.commons.support.ReflectionSupport;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.discovery.ClassSelector;
import org.junit.platform.engine.discovery.MethodSelector;
import org.junit.platform.engine.discovery.UniqueIdSelector;
import org.junit.platform.engine.support.discovery.SelectorResolver;

/// Turns class, method and unique-id selectors into descriptors.
final class Discovery implements SelectorResolver {
    private final Predicate<String> classNames;

    Discovery(Predicate<String> classNames) {
        this.classNames = classNames;
    }

    @Override
    public Resolution resolve(ClassSelector selector, Context context) {
        Class<?> type = selector.getJavaClass();
        if (!classNames.test(type.getName()) || !Methods.hasTests(type)) return Resolution.unresolved();
        return context.addToParent(parent -> Optional.of(new TestClass(parent.getUniqueId(), type)))
                .map(found -> Resolution.match(Match.exact(found, () -> methods(type))))
                .orElseGet(Resolution::unresolved);
    }

    @Override
    public Resolution resolve(MethodSelector selector, Context context) {
        Class<?> type = selector.getJavaClass();
        Method method = selector.getJavaMethod();
        if (!Methods.of(type).contains(method)) return Resolution.unresolved();
        return context.addToParent(
                        () -> selectClass(type),
                        parent -> Optional.of(new TestMethod(parent.getUniqueId(), type, method)))
                .map(found -> Resolution.match(Match.exact(found)))
                .orElseGet(Resolution::unresolved);
    }

    @Override
    public Resolution resolve(UniqueIdSelector selector, Context context) {
        UniqueId.Segment last = selector.getUniqueId().getLastSegment();
        if (last.getType().equals(TestClass.SEGMENT)) {
            return ReflectionSupport.tryToLoadClass(last.getValue())
                    .toOptional()
                    .map(type -> Resolution.selectors(Set.of(selectClass(type))))
                    .orElseGet(Resolution::unresolved);
        }
        if (last.getType().equals(TestMethod.SEGMENT)) {
            String className =
                    selector.getUniqueId().removeLastSegment().getLastSegment().getValue();
            return ReflectionSupport.tryToLoadClass(className)
                    .toOptional()
                    .flatMap(type -> Methods.of(type).stream()
                            .filter(method -> TestMethod.name(method).equals(last.getValue()))
                            .findFirst()
                            .map(method -> Resolution.selectors(Set.of(selectMethod(type, method)))))
                    .orElseGet(Resolution::unresolved);
        }
        return Resolution.unresolved();
    }

    private static Set<DiscoverySelector> methods(Class<?> type) {
        Set<DiscoverySelector> selectors = new LinkedHashSet<>();
        for (Method method : Methods.of(type)) selectors.add(selectMethod(type, method));
        return selectors;
    }
}
