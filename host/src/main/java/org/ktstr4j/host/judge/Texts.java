// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.judge;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.ktstr4j.record.History;
import org.ktstr4j.record.LogRecord;

/// Excerpts from what the agent's process printed.
final class Texts {
    private Texts() {}

    /// {@return the last lines of standard output and error together, without a line end; empty if there are
    /// none}
    static String tail(History history, int lines) {
        List<String> all = text(history).lines().toList();
        return String.join("\n", all.subList(Math.max(0, all.size() - lines), all.size()));
    }

    /// {@return the stack of the body's thread in the JVM's last thread dump, or the last lines if there is no
    /// dump}
    static String mainThread(History history) {
        String text = text(history);
        int dump = text.lastIndexOf("Full thread dump");
        int main = dump < 0 ? -1 : text.indexOf("\n\"main\"", dump);
        if (main < 0) return tail(history, 20);
        int end = text.indexOf("\n\n", main);
        return text.substring(main + 1, end < 0 ? text.length() : end);
    }

    private static String text(History history) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (LogRecord.Text each : history.all(LogRecord.Text.class)) bytes.writeBytes(each.bytes());
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
