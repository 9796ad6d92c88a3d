// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.run;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ktstr4j.record.LogRecord;

/// Hands the body's text on as it comes, but not the thread dump of a body that was stopped at its limit: the
/// verdict quotes of it what matters, and the records have all of it.
final class Forward {
    // The JVM prints the time on a line of its own before it.
    private static final Pattern DUMP = Pattern.compile("(?m)^([0-9].*\\n)?Full thread dump ");

    private final Progress progress;
    private final ByteArrayOutputStream held = new ByteArrayOutputStream();
    private boolean stopped;

    Forward(Progress progress) {
        this.progress = progress;
    }

    /// Takes a record; what is neither text nor the end of the time limit is not looked at.
    void take(LogRecord record) {
        if (record instanceof LogRecord.TimedOut) stopped = true;
        if (!(record instanceof LogRecord.Text text)) return;
        if (stopped && !text.error()) {
            held.writeBytes(text.bytes());
        } else {
            progress.text(text.error(), text.bytes());
        }
    }

    /// Hands on what came before the dump, when no more text can come.
    void end() {
        String text = held.toString(StandardCharsets.UTF_8);
        Matcher dump = DUMP.matcher(text);
        String before = dump.find() ? text.substring(0, dump.start()) : text;
        if (!before.isEmpty()) progress.text(false, before.getBytes(StandardCharsets.UTF_8));
    }
}
