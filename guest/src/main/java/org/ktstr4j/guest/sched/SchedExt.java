// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.guest.sched;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// What the kernel says of sched_ext in `/sys/kernel/sched_ext`.
record SchedExt(Path directory, Path sysrq) {
    /// {@return whether this kernel has sched_ext}
    boolean present() {
        return Files.exists(directory.resolve("state"));
    }

    /// {@return `enabling`, `enabled`, `disabling` or `disabled`; empty if it cannot be read}
    String state() {
        return read("state");
    }

    /// {@return the name of the scheduler that is attached; empty if none is}
    String ops() {
        return read("root/ops");
    }

    /// {@return what was counted since the scheduler attached; empty if there is none or this kernel does not count}
    Map<String, Long> events() {
        Map<String, Long> events = new LinkedHashMap<>();
        for (String line : read("root/events").split("\n", -1)) {
            int space = line.indexOf(' ');
            if (space > 0) events.put(line.substring(0, space), Long.parseLong(line.substring(space + 1)));
        }
        return events;
    }

    /// Ejects what is attached, whoever holds it.
    void eject() throws IOException {
        Files.writeString(sysrq, "S");
    }

    private String read(String name) {
        try {
            return Files.readString(directory.resolve(name)).strip();
        } catch (IOException e) {
            return ""; // root/ is there only while something is attached
        }
    }
}
