// SPDX-License-Identifier: Apache-2.0
/// `@KtstrTest` and the JUnit engine behind it.
module org.ktstr4j.junit {
    requires transitive org.ktstr4j.api;
    requires org.ktstr4j.host;
    requires static transitive org.jspecify;
    requires transitive org.junit.platform.commons;
    requires transitive org.junit.platform.engine;
    requires org.junit.jupiter.api;

    exports org.ktstr4j.junit;

    provides org.junit.platform.engine.TestEngine with
            org.ktstr4j.junit.KtstrEngine;
}
