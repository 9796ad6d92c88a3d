// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.junit;

import java.lang.reflect.AnnotatedElement;
import java.util.LinkedHashSet;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.engine.TestTag;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.AbstractTestDescriptor;
import org.junit.platform.engine.support.descriptor.ClassSource;

/// A class with test methods.
final class TestClass extends AbstractTestDescriptor {
    static final String SEGMENT = "class";

    private final Class<?> type;

    TestClass(UniqueId parent, Class<?> type) {
        super(parent.append(SEGMENT, type.getName()), displayName(type, type.getSimpleName()), ClassSource.from(type));
        this.type = type;
    }

    @Override
    public Type getType() {
        return Type.CONTAINER;
    }

    @Override
    public Set<TestTag> getTags() {
        return tags(type);
    }

    static String displayName(AnnotatedElement element, String otherwise) {
        return AnnotationSupport.findAnnotation(element, DisplayName.class)
                .map(DisplayName::value)
                .orElse(otherwise);
    }

    static Set<TestTag> tags(AnnotatedElement element) {
        Set<TestTag> tags = new LinkedHashSet<>();
        for (Tag tag : AnnotationSupport.findRepeatableAnnotations(element, Tag.class)) {
            if (TestTag.isValid(tag.value())) tags.add(TestTag.create(tag.value()));
        }
        return tags;
    }
}
