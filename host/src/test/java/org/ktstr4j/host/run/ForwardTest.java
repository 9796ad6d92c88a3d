// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.ktstr4j.record.LogRecord;

class ForwardTest {
    private final StringBuilder shown = new StringBuilder();
    private final Forward forward = new Forward(new Progress() {
        @Override
        public void stage(Stage stage, String what) {}

        @Override
        public void text(boolean error, byte[] bytes) {
            shown.append(error ? "!" : "").append(new String(bytes, StandardCharsets.UTF_8));
        }
    });

    @Test
    void text_is_handed_on_as_it_comes() {
        text(false, "one ");
        text(true, "two ");

        assertEquals("one !two ", shown.toString());
    }

    @Test
    void the_thread_dump_of_a_stopped_body_is_not() {
        text(false, "one\n");
        forward.take(new LogRecord.TimedOut(1));
        text(false, "last words\n2026-11-22 04:");
        text(false, "00:00\nFull thread dump OpenJDK\n\"main\" #1\n");
        text(true, "two\n");
        forward.end();

        assertEquals("one\n!two\nlast words\n", shown.toString());
    }

    @Test
    void without_a_dump_nothing_is_lost() {
        forward.take(new LogRecord.TimedOut(1));
        text(false, "last words");
        forward.end();

        assertEquals("last words", shown.toString());
    }

    private void text(boolean error, String text) {
        forward.take(new LogRecord.Text(error, text.getBytes(StandardCharsets.UTF_8)));
    }
}
