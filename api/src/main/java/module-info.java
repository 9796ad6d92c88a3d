// SPDX-License-Identifier: Apache-2.0
/// Values and pure functions of a test, and the order in which a payload is started, waited for, read and
/// judged. Nothing here starts a process by itself or knows of a VM; the only files read are those that a
/// payload leaves as its results.
@SuppressWarnings("module") // guest and host are compiled after this module, so their names are not known yet
module org.ktstr4j.api {
    requires static transitive org.jspecify;
    requires org.snakeyaml.engine;
    requires org.apache.commons.statistics.distribution;
    requires org.apache.commons.statistics.inference;
    requires tools.jackson.core;

    exports org.ktstr4j.metric;
    exports org.ktstr4j.metric.extract;
    exports org.ktstr4j.metric.format;
    exports org.ktstr4j.payload;
    exports org.ktstr4j.payload.launch;
    exports org.ktstr4j.plan;
    exports org.ktstr4j.record;
    exports org.ktstr4j.scenario;
    exports org.ktstr4j.scenario.catalogue;
    exports org.ktstr4j.scenario.check;
    exports org.ktstr4j.scenario.compare;
    exports org.ktstr4j.scenario.plan;
    exports org.ktstr4j.scenario.stats;
    exports org.ktstr4j.scenario.work;
    exports org.ktstr4j.scheduler;
    exports org.ktstr4j.scheduler.evidence;
    exports org.ktstr4j.topology;
    exports org.ktstr4j.verdict;
    exports org.ktstr4j.json to
            org.ktstr4j.cli,
            org.ktstr4j.guest,
            org.ktstr4j.host;
    exports org.ktstr4j.wire to
            org.ktstr4j.guest,
            org.ktstr4j.host;
}
