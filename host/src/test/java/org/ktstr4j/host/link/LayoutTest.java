// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.link;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.ktstr4j.wire.Frame;
import org.ktstr4j.wire.FrameType;
import org.ktstr4j.wire.GuestState;
import org.ktstr4j.wire.Layout;

/// One layout, two languages.
class LayoutTest {
    @TempDir
    private Path directory;

    @Test
    void java_and_c_lay_out_the_window_alike() throws Exception {
        Map<String, Long> c = new TreeMap<>();
        for (String line : Kt.unpack(directory).run("layout").lines().toList()) {
            String[] words = line.split(" ", -1);
            c.put(words[0], Long.parseLong(words[1]));
        }

        assertTrue(c.size() >= 55, c.size() + " lines");
        assertEquals(java(), c);
    }

    /// Every constant of [Layout] is in the comparison: one that is added must be compared, too.
    @Test
    void no_constant_is_left_out() {
        long constants = 0;
        for (Field field : Layout.class.getFields()) if (Modifier.isStatic(field.getModifiers())) constants++;

        // `kt layout` prints besides: the version a second time, the ten numbers of frames and records of the agent,
        // two sources, states, types.
        int others = 1 + 10 + 2 + GuestState.values().length + FrameType.values().length;
        assertEquals(constants, java().size() - others);
    }

    private static Map<String, Long> java() {
        Map<String, Long> java = new TreeMap<>();
        java.put("window.magic", Layout.MAGIC);
        java.put("window.version", (long) Layout.VERSION);
        java.put("header.size", (long) Layout.HEADER_SIZE);
        java.put("header.magic", (long) Layout.MAGIC_OFF);
        java.put("header.version", (long) Layout.VERSION_OFF);
        java.put("header.order_ready", (long) Layout.ORDER_READY_OFF);
        java.put("header.order_off", (long) Layout.ORDER_OFF_OFF);
        java.put("header.order_len", (long) Layout.ORDER_LEN_OFF);
        java.put("header.log_off", (long) Layout.LOG_OFF_OFF);
        java.put("header.log_len", (long) Layout.LOG_LEN_OFF);
        java.put("header.stopping", (long) Layout.STOPPING_OFF);
        java.put("header.held", (long) Layout.HELD_OFF);
        java.put("header.state", (long) Layout.STATE_OFF);
        java.put("header.log_end", (long) Layout.LOG_END_OFF);
        java.put("header.dropped_records", (long) Layout.DROPPED_RECORDS_OFF);
        java.put("header.dropped_bytes", (long) Layout.DROPPED_BYTES_OFF);
        java.put("header.vmcoreinfo", (long) Layout.VMCOREINFO_OFF);
        java.put("order.header_version", (long) Layout.VERSION);
        java.put("order.size", (long) Layout.ORDER_HEADER_SIZE);
        java.put("order.version", (long) Layout.ORDER_VERSION_OFF);
        java.put("order.crc32", (long) Layout.ORDER_CRC_OFF);
        java.put("order.archive_len", (long) Layout.ORDER_ARCHIVE_LEN_OFF);
        java.put("order.deadline_ns", (long) Layout.ORDER_DEADLINE_OFF);
        java.put("order.seed", (long) Layout.ORDER_SEED_OFF);
        java.put("order.epoch_ns", (long) Layout.ORDER_EPOCH_OFF);
        java.put("order.entropy", (long) Layout.ORDER_ENTROPY_OFF);
        java.put("order.entropy_size", (long) Layout.ORDER_ENTROPY_SIZE);
        java.put("frame.size", (long) Layout.FRAME_HEADER_SIZE);
        java.put("frame.align", (long) Layout.FRAME_ALIGN);
        java.put("log.reserve", (long) Layout.LOG_RESERVE);
        // Frame writes these one after the other, RecordPipe of the guest those of the agent.
        java.put("frame.len", 0L);
        java.put("frame.type", 4L);
        java.put("frame.source", 6L);
        java.put("frame.crc32", 8L);
        java.put("frame.seq", 12L);
        java.put("frame.at_ns", 16L);
        java.put("agent_record.size", 16L);
        java.put("agent_record.type", 0L);
        java.put("agent_record.len", 4L);
        java.put("agent_record.at_ns", 8L);
        java.put("source.KT", (long) Frame.KT);
        java.put("source.AGENT", (long) Frame.AGENT);
        for (int n = 0; n < GuestState.values().length; n++) java.put("state." + GuestState.of(n), (long) n);
        for (FrameType type : FrameType.values()) java.put("type." + type, (long) type.number());
        return java;
    }
}
