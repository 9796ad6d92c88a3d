// SPDX-License-Identifier: Apache-2.0
/// Numbered examples: the manual that runs.
module org.ktstr4j.examples {
    requires org.ktstr4j.junit;
    requires org.junit.jupiter.api;
    requires static org.jspecify;

    exports org.ktstr4j.examples;
}
