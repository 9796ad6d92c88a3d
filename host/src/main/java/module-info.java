// SPDX-License-Identifier: Apache-2.0
/// The host's side: kernels, images, VMs, the judge, the run directory.
module org.ktstr4j.host {
    requires transitive org.ktstr4j.api;
    requires static transitive org.jspecify;
    requires tools.jackson.databind;

    exports org.ktstr4j.host.vm;
}
