// SPDX-License-Identifier: Apache-2.0
/// Values and pure functions of a test. Nothing here starts a process, opens a file or knows of a VM.
module org.ktstr4j.api {
    requires static transitive org.jspecify;
    requires tools.jackson.core;

    exports org.ktstr4j.metric;
    exports org.ktstr4j.metric.extract;
    exports org.ktstr4j.payload;
    exports org.ktstr4j.payload.launch;
    exports org.ktstr4j.plan;
    exports org.ktstr4j.scenario;
    exports org.ktstr4j.topology;
    exports org.ktstr4j.verdict;
}
