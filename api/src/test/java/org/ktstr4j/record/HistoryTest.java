// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.ktstr4j.wire.FrameType;
import org.ktstr4j.wire.Frames;

class HistoryTest {
    private static final byte[] LOG = Frames.log(List.of(
            Frames.text(0, FrameType.NOTE, "one"),
            Frames.text(1, FrameType.TAKEN, ""),
            Frames.text(2, FrameType.NOTE, "two")));

    @Test
    void records_come_in_order_with_their_times() {
        History history = History.read(LOG);

        assertEquals(
                List.of(
                        new History.Entry(0, new LogRecord.Note("one")),
                        new History.Entry(1000, new LogRecord.Taken()),
                        new History.Entry(2000, new LogRecord.Note("two"))),
                history.records());
        assertNull(history.damage());
    }

    @Test
    void records_of_one_kind_are_found() {
        History history = History.read(LOG);

        assertEquals(List.of(new LogRecord.Note("one"), new LogRecord.Note("two")), history.all(LogRecord.Note.class));
        assertEquals(Optional.of(new LogRecord.Note("two")), history.last(LogRecord.Note.class));
        assertTrue(history.has(LogRecord.Taken.class));
        assertFalse(history.has(LogRecord.End.class));
        assertEquals(List.of(), history.all(LogRecord.End.class));
        assertEquals(Optional.empty(), history.last(LogRecord.End.class));
    }

    @Test
    void a_log_that_was_never_written_to_is_whole() {
        assertEquals(new History(List.of(), null), History.read(new byte[0]));
    }

    @Test
    void a_log_cut_off_between_two_records_is_whole() {
        History history = History.read(Arrays.copyOf(LOG, 32));

        assertEquals(1, history.records().size());
        assertNull(history.damage());
    }

    @Test
    void a_log_cut_off_inside_of_a_record_keeps_what_came_before() {
        History history = History.read(Arrays.copyOf(LOG, 40));

        assertEquals(List.of(new LogRecord.Note("one")), history.all(LogRecord.Note.class));
        assertEquals("log damaged at byte 32: ends inside a frame's header, 8 bytes long", history.damage());
    }

    @Test
    void what_kt_wrote_becomes_a_history() {
        History history = History.read(Frames.committed("v1-kt.bin"));

        assertNull(history.damage());
        assertEquals(7, history.records().size());
        assertEquals(Optional.of(new LogRecord.AgentExit(3, 0)), history.last(LogRecord.AgentExit.class));
        assertEquals(Optional.of(new LogRecord.End("agent")), history.last(LogRecord.End.class));
    }

    @Test
    void a_history_cannot_be_changed() {
        List<History.Entry> records = History.read(LOG).records();

        assertThrows(UnsupportedOperationException.class, () -> records.removeFirst());
    }
}
