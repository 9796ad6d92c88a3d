// SPDX-License-Identifier: Apache-2.0
/// The host's side: kernels, images, VMs, the judge, the run directory.
@SuppressWarnings("module") // junit and cli are compiled after this module, so their names are not known yet
module org.ktstr4j.host {
    requires transitive org.ktstr4j.api;
    requires static transitive org.jspecify;

    exports org.ktstr4j.host.kernel to
            org.ktstr4j.cli;
    exports org.ktstr4j.host.plan to
            org.ktstr4j.junit,
            org.ktstr4j.cli;
    exports org.ktstr4j.host.report to
            org.ktstr4j.junit,
            org.ktstr4j.cli;
    exports org.ktstr4j.host.shrink to
            org.ktstr4j.cli;
    exports org.ktstr4j.host.template to
            org.ktstr4j.cli;
    exports org.ktstr4j.host.run to
            org.ktstr4j.junit,
            org.ktstr4j.cli;
    exports org.ktstr4j.host.run.bare to
            org.ktstr4j.cli;
}
