// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.guest.sched;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.ktstr4j.payload.launch.Ended;
import org.ktstr4j.payload.launch.Usage;
import org.ktstr4j.scheduler.ExitKind;

class ObservedTest {
    private static final @Nullable Ended RUNNING = null;
    private static final Ended CLEAN = Ended.exited(0, 1, Usage.none());
    private static final Ended FAILED = Ended.exited(3, 1, Usage.none());
    private static final Ended ABORTED = Ended.signalled(6, 1, Usage.none());

    @Test
    void before_it_attached() {
        assertEquals(
                "scheduler s: exited before it attached: exit code 3; its last words: \"no such file\"",
                seen(false, false, FAILED, null, "disabled", "a\nno such file\n\n"));
        assertEquals(
                "scheduler s: exited before it attached: signal 6; it printed nothing",
                seen(false, false, ABORTED, null, "disabled", ""));
        assertEquals(
                "scheduler s: exited before it attached: exit code 3; the kernel: runtime error: ops.init() failed; it printed nothing",
                seen(false, false, FAILED, ExitKind.ERROR, "disabled", ""));
        assertEquals(
                "scheduler s: rejected by the verifier: program p: bad",
                seen(false, false, FAILED, null, "disabled", "libbpf: prog 'p': -- BEGIN PROG LOAD LOG --\nbad\n"));
    }

    @Test
    void when_it_was_told_to_stop() {
        assertEquals("scheduler s: stopped", seen(true, true, CLEAN, ExitKind.UNREG, "disabled", "x"));
        assertEquals("scheduler s: stopped", seen(true, true, FAILED, ExitKind.UNREG, "disabled", "x"));
        assertEquals(
                "scheduler s: stopped: by SIGKILL, since SIGTERM did not end it",
                seen(true, true, Ended.signalled(9, 1, Usage.none()), ExitKind.UNREG, "disabled", "x"));
        assertEquals(
                "scheduler s: ejected by the kernel: runtime error: ops.init() failed",
                seen(true, true, CLEAN, ExitKind.ERROR, "disabled", "x"));
    }

    @Test
    void when_nobody_told_it_to() {
        assertEquals(
                "scheduler s: ended by itself: exit code 0; it printed nothing",
                seen(true, false, CLEAN, ExitKind.UNREG, "disabled", ""));
        assertEquals(
                "scheduler s: died: exit code 3; it printed nothing",
                seen(true, false, FAILED, ExitKind.UNREG, "disabled", ""));
        assertEquals(
                "scheduler s: died: signal 6; it printed nothing", seen(true, false, ABORTED, null, "disabled", ""));
        assertEquals(
                "scheduler s: ended by itself: it detached, and its program went on",
                seen(true, false, RUNNING, ExitKind.UNREG, "disabled", ""));
        assertEquals(
                "scheduler s: stalled: runnable task stall: ops.init() failed",
                seen(true, false, CLEAN, ExitKind.ERROR_STALL, "disabled", ""));
        assertEquals(
                "scheduler s: ejected by SysRq: disabled by sysrq-S: ops.init() failed",
                seen(true, false, CLEAN, ExitKind.SYSRQ, "disabled", ""));
        assertEquals(
                "scheduler s: still attached after it was stopped: its program is gone (signal 6), and the kernel still says \"enabled\"",
                seen(true, false, ABORTED, null, "enabled", ""));
    }

    private static String seen(
            boolean attached, boolean told, @Nullable Ended ended, @Nullable ExitKind kind, String state, String log) {
        String reason = kind == null ? "" : kind.reason();
        String message = kind == null || kind == ExitKind.UNREG ? "" : "s: ops.init() failed\n   at+0x1";
        return new Observed("s", attached, told, ended, kind, reason, message, state, "", log, Map.of())
                .end()
                .headline();
    }
}
