// SPDX-License-Identifier: Apache-2.0
/// The agent: takes the order and runs the body inside the guest (or, from a `.run` file, on bare metal).
module org.ktstr4j.guest {
    requires org.ktstr4j.api;
    requires static org.jspecify;
}
