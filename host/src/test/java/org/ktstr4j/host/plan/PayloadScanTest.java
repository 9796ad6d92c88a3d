// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Method;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.ktstr4j.payload.Payload;

class PayloadScanTest {
    @Test
    void a_constant_that_the_body_reads_is_found() {
        assertFound("own", "reads");
        assertFound("fio", "readsOfAnotherClass");
        assertFound("fio own", "readsTwo");
    }

    @Test
    void what_only_other_methods_read_is_not_found() {
        assertFound("", "readsNothing");
    }

    @Test
    void a_constant_is_found_in_lambdas_and_method_references() {
        assertFound("own", "inLambda");
        assertFound("fio", "inLambdaOfLambda");
        assertFound("own", "inMethodReference");
    }

    @Test
    void a_constant_is_found_in_what_the_body_calls() {
        assertFound("fio", "inHelper");
        assertFound("own", "inHelperOfHelper");
        assertFound("fio", "inStaticHelper");
        assertFound("own", "inRecursion");
    }

    @Test
    void a_constant_is_found_in_classes_nested_with_the_test() {
        assertFound("fio", "inStaticOfNested");
        assertFound("fio own", "inMethodOfNested");
        assertFound("fio", "inWhatTheJdkCalls");
        assertFound("own", "inAnonymousClass");
    }

    @Test
    void a_constant_is_found_in_superclasses() {
        assertFound("inherited", "readsInherited");
        assertFound("private", "callsInherited");
        assertFound("private", "callsInheritedThatCallsAnother");
        assertFound("private", "callsSuper");
        assertFound("own", "callsInheritedThatCallsTheOverride");
        assertFound("fio", "inheritedBody");
    }

    @Test
    void a_constant_is_found_in_default_methods_of_interfaces() {
        assertFound("mixed", "callsDefaultMethod");
    }

    @Test
    void what_constructor_and_initializers_read_counts_for_every_body() {
        assertEquals("fio stress", found(Prepared.class, "body"));
    }

    @Test
    void a_method_of_a_foreign_class_is_not_followed() {
        assertFound("", "inForeignMethod");
    }

    private static void assertFound(String names, String body) {
        assertEquals(names, found(Bodies.class, body));
    }

    private static String found(Class<?> testClass, String name) {
        return String.join(
                " ",
                PayloadScan.of(testClass, body(testClass, name)).stream()
                        .map(Payload::name)
                        .sorted()
                        .toList());
    }

    private static Method body(Class<?> type, String name) {
        for (Class<?> at = type; at != null; at = at.getSuperclass()) {
            for (Method each : at.getDeclaredMethods()) if (each.getName().equals(name)) return each;
        }
        throw new AssertionError(name);
    }

    interface Mixin {
        Payload MIXED = Payload.binary("mixed", "mixed");

        default Payload mixed() {
            return MIXED;
        }
    }

    static final class Nested implements Callable<Payload> {
        final @Nullable Payload payload;

        Nested(@Nullable Payload payload) {
            this.payload = payload;
        }

        static Payload constant() {
            return ScanPayloads.FIO;
        }

        @Override
        public Payload call() {
            return constant();
        }
    }

    static class Prepared {
        static final String NAME = ScanPayloads.FIO.name();

        final Payload payload = ScanPayloads.STRESS;

        Object body() {
            return NAME + payload;
        }
    }

    @SuppressWarnings({"unused", "UnusedMethod", "UnusedVariable"}) // found by name
    static class Bodies extends ScanParent implements Mixin {
        private static final Payload OWN = Payload.binary("own", "own");

        Object reads() {
            return OWN;
        }

        Object readsOfAnotherClass() {
            return ScanPayloads.FIO;
        }

        Object readsTwo() {
            return List.of(ScanPayloads.FIO, OWN);
        }

        Object readsNothing() {
            return Payload.binary("made", "here");
        }

        Object inLambda() {
            Supplier<Payload> payload = () -> OWN;
            return payload.get();
        }

        Object inLambdaOfLambda() {
            Supplier<Supplier<Payload>> payload = () -> () -> ScanPayloads.FIO;
            return payload.get().get();
        }

        Object inMethodReference() {
            Supplier<Payload> payload = this::chosen;
            return payload.get();
        }

        Object inHelper() {
            return helper();
        }

        Object inHelperOfHelper() {
            return helperOfHelper();
        }

        Object inStaticHelper() {
            return staticHelper(1);
        }

        Object inRecursion() {
            return recursive(3);
        }

        Object inStaticOfNested() {
            return Nested.constant();
        }

        Object inMethodOfNested() {
            return List.of(new Nested(OWN));
        }

        Object inWhatTheJdkCalls() throws Exception {
            Callable<Payload> called = new Nested(null);
            return called.call();
        }

        Object inAnonymousClass() {
            return new Supplier<Payload>() {
                @Override
                public Payload get() {
                    return OWN;
                }
            };
        }

        Object readsInherited() {
            return INHERITED;
        }

        Object callsInherited() {
            return direct();
        }

        Object callsInheritedThatCallsAnother() {
            return indirect();
        }

        Object callsSuper() {
            return super.direct();
        }

        Object callsInheritedThatCallsTheOverride() {
            return template();
        }

        Object callsDefaultMethod() {
            return mixed();
        }

        Object inForeignMethod() {
            return ScanPayloads.hidden();
        }

        @Override
        Payload chosen() {
            return OWN;
        }

        private Payload helper() {
            return ScanPayloads.FIO;
        }

        private Payload helperOfHelper() {
            return chosen();
        }

        private static Payload staticHelper(int ignored) {
            return ScanPayloads.FIO;
        }

        private static Payload recursive(int depth) {
            return depth == 0 ? OWN : recursive(depth - 1);
        }
    }
}
