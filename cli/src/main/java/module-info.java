// SPDX-License-Identifier: Apache-2.0
/// The `ktstr` command.
module org.ktstr4j.cli {
    requires org.ktstr4j.api;
    requires org.ktstr4j.host;
    requires org.ktstr4j.junit;
    requires static org.jspecify;
    requires info.picocli;
    requires org.junit.platform.launcher;

    opens org.ktstr4j.cli to
            info.picocli;
}
