// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.guest.sched;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.ktstr4j.scheduler.ExitKind;

/// Lines of Linux 7.3.4's log.
class KernelWordsTest {
    private final KernelWords words = new KernelWords();

    @Test
    void enabling_is_heard() {
        assertFalse(words.line("sysrq: something else"));
        assertTrue(words.line("sched_ext: BPF scheduler \"simple\" enabled"));

        assertTrue(words.enabled());
        assertNull(words.kind());
    }

    @Test
    void an_ejection_has_kind_message_and_backtrace() {
        words.line("sched_ext: x: watchdog timeout 2000ms <= rescue overload threshold 4096ms");
        words.line("sched_ext: BPF scheduler \"x\" enabled");
        assertTrue(words.line("sched_ext: BPF scheduler \"x\" disabled (runnable task stall)"));
        words.line("sched_ext: x: dash[119] failed to run for 2.844s");
        words.line("   scx_watchdog_workfn+0x1d/0x30");
        words.line("usb 1-1: new device");
        words.line(" not mine");

        assertEquals(ExitKind.ERROR_STALL, words.kind());
        assertEquals("runnable task stall", words.reason());
        assertEquals("""
                x: dash[119] failed to run for 2.844s
                   scx_watchdog_workfn+0x1d/0x30
                before that: x: watchdog timeout 2000ms <= rescue overload threshold 4096ms""", words.message());
    }

    @Test
    void a_reason_of_tomorrow_is_kept() {
        words.line("sched_ext: BPF scheduler \"x\" disabled (too (very) slow)");

        assertEquals(ExitKind.OTHER, words.kind());
        assertEquals("too (very) slow", words.reason());
    }

    @Test
    void a_record_of_the_log_is_its_text_alone() {
        byte[] record = "6,368,6702495,-;sched_ext: a\\x0ab\n SUBSYSTEM=x\n".getBytes(StandardCharsets.UTF_8);

        assertEquals("sched_ext: a\nb", KernelLog.text(record, record.length));
        assertEquals("", KernelLog.text(record, 3));
    }
}
