// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.guest.sched;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LogTextTest {
    @Test
    void a_short_log_is_kept_whole() {
        LogText log = new LogText();
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < 30_000; i++) {
            add(log, i + "\n");
            all.append(i).append('\n');
        }

        assertEquals(all.toString(), log.text());
        assertEquals(all.length(), log.total());
    }

    @Test
    void of_a_long_one_beginning_and_end() {
        LogText log = new LogText();
        for (int i = 0; i < 300_000; i++) add(log, "%06d\n".formatted(i));

        String text = log.text();
        assertTrue(text.startsWith("000000\n000001\n"));
        assertTrue(text.endsWith("299998\n299999\n"));
        assertTrue(text.contains("\n… 1772320 bytes left out …\n"), text.substring(65_500, 65_600));
    }

    private static void add(LogText log, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        log.add(bytes, bytes.length);
    }
}
