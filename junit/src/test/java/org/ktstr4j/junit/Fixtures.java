// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.junit;

import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.ktstr4j.scenario.Ctx;
import org.ktstr4j.scheduler.SchedulerOutcome;
import org.ktstr4j.verdict.AssertResult;

/// Test classes of authors, good and bad. Nested, so that the build does not take them for tests of its own.
@SuppressWarnings({"unused", "UnusedMethod", "ClassCanBeStatic"}) // found by name; bad on purpose
final class Fixtures {
    private Fixtures() {}

    /// All that a test can be.
    static class Plain {
        @KtstrTest
        AssertResult passes(Ctx ctx) {
            return AssertResult.pass();
        }

        @KtstrTest(
                topology = "2n4l2c1t",
                memoryMib = 4096,
                timeoutS = 7,
                programs = {"taskset", "/bin/true"},
                includeFiles = "data",
                seed = 42)
        void declares() {}

        void helper(Ctx ctx) {}
    }

    static class Child extends Plain {
        @KtstrTest
        public void own() {}
    }

    abstract static class Abstract {
        @KtstrTest
        abstract void body(Ctx ctx);
    }

    static class NoTests {
        void body(Ctx ctx) {}
    }

    @Tag("slow")
    @DisplayName("Stealing")
    static class Described {
        @KtstrTest
        @Tag("llc")
        @Tag("not a\ttag")
        @DisplayName("is fair")
        void fair() {}
    }

    static class PartlyDisabled {
        @KtstrTest
        @Disabled("until 6.19")
        void withReason() {}

        @KtstrTest
        @Disabled
        void withoutReason() {}
    }

    @Disabled("all of it")
    static class Disabling {
        @KtstrTest
        void one() {}

        @KtstrTest
        @Disabled("this one")
        void other() {}
    }

    static class Signatures {
        @KtstrTest
        static void isStatic(Ctx ctx) {}

        @KtstrTest
        private void isPrivate(Ctx ctx) {}

        @KtstrTest
        String returnsText(Ctx ctx) {
            return "";
        }

        @KtstrTest
        void takesText(String text) {}

        @KtstrTest
        void takesTwo(Ctx ctx, int[] more) {}

        @KtstrTest
        void twice() {}

        void twice(Ctx ctx) {}
    }

    static class NoConstructor {
        NoConstructor(String text) {}

        @KtstrTest
        void body() {}
    }

    static class TwoEnds {
        @KtstrTest(
                scheduler = "x",
                schedulerEnd = {@ExpectEnd(SchedulerOutcome.DIED), @ExpectEnd(SchedulerOutcome.STALLED)})
        void body() {}
    }

    class Inner {
        @KtstrTest
        void body() {}
    }
}
