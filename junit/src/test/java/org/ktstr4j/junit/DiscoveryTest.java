// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectPackage;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectUniqueId;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestTag;
import org.junit.platform.engine.discovery.ClassNameFilter;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.ktstr4j.host.plan.Declaration;
import org.ktstr4j.host.plan.SchedulerChoice;
import org.ktstr4j.host.plan.Seeds;

class DiscoveryTest {
    private static final String FIXTURES = "org.ktstr4j.junit.Fixtures$";

    @Test
    void a_class_brings_its_annotated_methods() {
        assertEquals(
                List.of("declares()", "passes(org.ktstr4j.scenario.Ctx)"), found(selectClass(Fixtures.Plain.class)));
    }

    @Test
    void a_class_brings_the_tests_it_inherits_under_its_own_name() {
        TestDescriptor child = only(engine(selectClass(Fixtures.Child.class)));

        assertEquals(
                "[engine:ktstr]/[class:" + FIXTURES + "Child]",
                child.getUniqueId().toString());
        assertEquals(
                List.of("declares()", "own()", "passes(org.ktstr4j.scenario.Ctx)"),
                found(selectClass(Fixtures.Child.class)));
    }

    @Test
    void a_method_comes_alone() {
        assertEquals(List.of("declares()"), found(selectMethod(Fixtures.Plain.class, "declares")));
        assertEquals(
                List.of("passes(org.ktstr4j.scenario.Ctx)"),
                found(selectMethod(Fixtures.Child.class, "passes", "org.ktstr4j.scenario.Ctx")));
    }

    @Test
    void a_unique_id_finds_again_what_had_it() {
        for (String id : List.of(
                "[engine:ktstr]/[class:" + FIXTURES + "Plain]/[method:passes(org.ktstr4j.scenario.Ctx)]",
                "[engine:ktstr]/[class:" + FIXTURES + "Child]/[method:declares()]")) {
            TestDescriptor test = only(only(engine(selectUniqueId(id))));

            assertEquals(id, test.getUniqueId().toString());
        }
        assertEquals(
                2,
                found(selectUniqueId("[engine:ktstr]/[class:" + FIXTURES + "Plain]"))
                        .size());
    }

    @Test
    void a_package_brings_its_classes() {
        TestDescriptor engine = Kit.engine(selectPackage("org.ktstr4j.junit"))
                .filters(ClassNameFilter.includeClassNamePatterns(".*Fixtures.(Plain|NoTests|Abstract)"))
                .discover()
                .getEngineDescriptor();

        assertEquals("Plain", only(engine).getDisplayName());
    }

    @Test
    void what_is_no_test_is_not_found() {
        assertEquals(List.of(), found(selectClass(Fixtures.NoTests.class)));
        assertEquals(List.of(), found(selectClass(Fixtures.Abstract.class)));
        assertEquals(List.of(), found(selectClass(DiscoveryTest.class)));
        assertEquals(List.of(), found(selectMethod(Fixtures.Plain.class, "helper", "org.ktstr4j.scenario.Ctx")));
        assertEquals(List.of(), found(selectUniqueId("[engine:ktstr]/[class:org.example.Missing]")));
        assertEquals(List.of(), found(selectUniqueId("[engine:ktstr]/[class:" + FIXTURES + "Plain]/[method:gone()]")));
        assertEquals(List.of(), found(selectUniqueId("[engine:ktstr]/[suite:x]")));
    }

    @Test
    void names_are_those_of_class_and_method_unless_the_author_gave_others() {
        TestDescriptor plain = only(engine(selectMethod(Fixtures.Plain.class, "declares")));
        TestDescriptor described = only(engine(selectClass(Fixtures.Described.class)));

        assertEquals("Plain", plain.getDisplayName());
        assertEquals("declares", only(plain).getDisplayName());
        assertEquals("Stealing", described.getDisplayName());
        assertEquals("is fair", only(described).getDisplayName());
    }

    @Test
    void tags_of_class_and_method_count_and_bad_ones_do_not() {
        TestDescriptor described = only(engine(selectClass(Fixtures.Described.class)));

        assertEquals(List.of("slow"), tags(described));
        assertEquals(List.of("slow", "llc"), tags(only(described)));
    }

    @Test
    void sources_lead_to_class_and_method() {
        TestDescriptor type = only(engine(selectMethod(Fixtures.Child.class, "declares")));

        assertEquals(ClassSource.from(Fixtures.Child.class), type.getSource().orElseThrow());
        MethodSource method = (MethodSource) only(type).getSource().orElseThrow();
        assertEquals(Fixtures.Child.class.getName(), method.getClassName());
        assertEquals("declares", method.getMethodName());
    }

    @Test
    void what_the_author_declared_reaches_the_plan() throws NoSuchMethodException {
        TestMethod full = (TestMethod) only(only(engine(selectMethod(Fixtures.Plain.class, "declares"))));
        TestMethod bare = (TestMethod)
                only(only(engine(selectMethod(Fixtures.Plain.class, "passes", "org.ktstr4j.scenario.Ctx"))));

        assertEquals(
                new Declaration(
                        Fixtures.Plain.class,
                        Fixtures.Plain.class.getDeclaredMethod("declares"),
                        "2n4l2c1t",
                        4096,
                        7,
                        List.of("taskset", "/bin/true"),
                        List.of("data"),
                        Seeds.of(42),
                        SchedulerChoice.NONE),
                full.declaration());
        Declaration defaults = bare.declaration();
        assertEquals("", defaults.topology());
        assertEquals(0, defaults.memoryMib());
        assertEquals(60, defaults.timeoutS());
        assertEquals(List.of(), defaults.programs());
        assertEquals(List.of(), defaults.includeFiles());
        assertEquals(Seeds.of(0), defaults.seeds());
    }

    private static List<String> found(DiscoverySelector selector) {
        List<String> found = new ArrayList<>();
        for (TestDescriptor type : engine(selector).getChildren()) {
            for (TestDescriptor test : type.getChildren()) {
                found.add(test.getUniqueId().getLastSegment().getValue());
            }
        }
        return found.stream().sorted().toList();
    }

    private static TestDescriptor engine(DiscoverySelector selector) {
        return Kit.engine(selector).discover().getEngineDescriptor();
    }

    private static TestDescriptor only(TestDescriptor parent) {
        assertEquals(1, parent.getChildren().size(), parent + " has " + parent.getChildren());
        return parent.getChildren().iterator().next();
    }

    private static List<String> tags(TestDescriptor test) {
        return test.getTags().stream().map(TestTag::getName).toList();
    }
}
