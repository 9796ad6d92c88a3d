// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.record;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.ktstr4j.payload.PayloadRecord;
import org.ktstr4j.scenario.stats.Reports;
import org.ktstr4j.verdict.AssertResult;
import org.ktstr4j.wire.Frame;
import org.ktstr4j.wire.FrameType;

class RecordsTest {
    @Test
    void what_kt_writes_is_read() {
        assertEquals(
                new LogRecord.Hello("6.18.15+deb13-cloud-amd64", "0.1.0"),
                read(FrameType.HELLO, "{\"kernel\":\"6.18.15+deb13-cloud-amd64\",\"version\":\"0.1.0\"}"));
        assertEquals(new LogRecord.Taken(), read(FrameType.TAKEN, ""));
        assertEquals(new LogRecord.AgentExit(3, 0), read(FrameType.AGENT_EXIT, "{\"code\":3}"));
        assertEquals(new LogRecord.AgentExit(-1, 9), read(FrameType.AGENT_EXIT, "{\"signal\":9}"));
        assertEquals(new LogRecord.TimedOut(60_000_000_000L), read(FrameType.TIMEOUT, "{\"deadlineNs\":60000000000}"));
        assertEquals(new LogRecord.End("agent"), read(FrameType.END, "{\"reason\":\"agent\"}"));
        assertEquals(new LogRecord.Note("ünlikely"), read(FrameType.NOTE, "ünlikely"));
        assertEquals(
                new LogRecord.Slice(2_612_345, 2_800_000), read(FrameType.SLICE, "{\"ns\":2612345,\"ownNs\":2800000}"));
        assertEquals(new LogRecord.GuestError("mount /proc: EPERM"), read(FrameType.ERROR, "mount /proc: EPERM"));
    }

    @Test
    void records_without_payload_are_read() {
        assertEquals(new LogRecord.Ready(), read(FrameType.READY, ""));
        assertEquals(new LogRecord.BodyStarted(), read(FrameType.BODY, ""));
    }

    @Test
    void text_keeps_its_bytes_even_when_they_are_no_characters() {
        byte[] half = {'a', (byte) 0xc3};

        LogRecord.Text out = assertInstanceOf(LogRecord.Text.class, read(FrameType.STDOUT, half));
        LogRecord.Text error = assertInstanceOf(LogRecord.Text.class, read(FrameType.STDERR, half));

        assertArrayEquals(half, out.bytes());
        assertEquals(false, out.error());
        assertEquals(true, error.error());
    }

    @Test
    void a_topology_comes_back() {
        assertEquals(
                new LogRecord.TopologySeen("1n2l4c2t", List.of("LLC 0: expected CPUs 0-7, was 0-15", "\"two\"")),
                read(
                        FrameType.TOPOLOGY,
                        Records.topology("1n2l4c2t", List.of("LLC 0: expected CPUs 0-7, was 0-15", "\"two\""))));
    }

    @Test
    void a_topology_has_the_same_bytes_in_every_run() {
        assertEquals(
                "{\"declared\":\"1n1l2c1t\",\"differences\":[]}",
                new String(Records.topology("1n1l2c1t", List.of()), StandardCharsets.UTF_8));
    }

    @Test
    void a_result_comes_back_with_and_without_what_was_thrown() {
        AssertResult result = AssertResult.fail("1 \"and\" 2").withNote("n").withStatistic("total_x", 3);

        assertEquals(new LogRecord.Result(result, null), read(FrameType.RESULT, Records.result(result, null)));
        assertEquals(
                new LogRecord.Result(result, Samples.thrown()),
                read(FrameType.RESULT, Records.result(result, Samples.thrown())));
    }

    @Test
    void a_finished_payload_comes_back() {
        PayloadRecord payload = Samples.payload();

        assertEquals(new LogRecord.PayloadFinished(payload), read(FrameType.PAYLOAD, Records.payload(payload)));
    }

    @Test
    void a_type_of_a_later_version_stays_unread() {
        assertEquals(
                new LogRecord.Unread("type 16: not known to this version"),
                Records.read(new Frame(16, Frame.KT, 0, 0, new byte[0])));
    }

    @Test
    void a_record_that_is_not_what_it_should_be_stays_unread_and_says_why() {
        assertEquals("HELLO: read hello record: \"kernel\" must be a string, was null", unread(FrameType.HELLO, "{}"));
        assertEquals(
                "TOPOLOGY: read topology record: \"differences\" must be an array, was 3",
                unread(FrameType.TOPOLOGY, "{\"declared\":\"x\",\"differences\":3}"));
        assertEquals(
                "RESULT: read result record: the text is empty; a JSON document was expected",
                unread(FrameType.RESULT, ""));
        assertEquals(
                "RESULT: read outcome: \"great\" is none of passed, failed, inconclusive, skipped",
                unread(FrameType.RESULT, "{\"result\":\"{\\\"outcome\\\":\\\"great\\\"}\"}"));
        assertEquals(
                "TIMEOUT: read timeout record: \"deadlineNs\" must be an integer, was 1.5",
                unread(FrameType.TIMEOUT, "{\"deadlineNs\":1.5}"));
        assertEquals("END: read end record: the document must be an object, was 7", unread(FrameType.END, "7"));
        assertEquals(
                "PAYLOAD: read payload record: \"payload\" must be a string, was null",
                unread(FrameType.PAYLOAD, "{}"));
    }

    @Test
    void a_stack_frame_with_a_part_missing_stays_unread() {
        String result = new String(Records.result(AssertResult.pass(), Samples.thrown()), StandardCharsets.UTF_8);

        assertEquals(
                "RESULT: read result record: \"thrown.stack[0]\" must be a class, a method, a file and a line,"
                        + " was [\"org.example.StealTest$Inner\",\"run\",\"StealTest.java\"]",
                unread(FrameType.RESULT, result.replace("\"StealTest.java\",42", "\"StealTest.java\"")));
    }

    @Test
    void each_type_has_a_reader() {
        samples().forEach((type, payload) -> {
            LogRecord record = read(type, payload);

            assertEquals(false, record instanceof LogRecord.Unread, record.toString());
        });
    }

    @Test
    void records_of_schedulers_come_back() {
        assertEquals(
                new LogRecord.SchedulerStarted("simple", List.of("scx_simple", "-f"), 99),
                read(FrameType.SCHED_START, Records.schedulerStarted("simple", List.of("scx_simple", "-f"), 99)));
        assertEquals(
                new LogRecord.SchedulerUp(Samples.schedulerAttached()),
                read(FrameType.SCHED_ATTACHED, Records.schedulerUp(Samples.schedulerAttached())));
        assertEquals(
                new LogRecord.SchedulerEnded(Samples.schedulerEnd()),
                read(FrameType.SCHED_END, Records.schedulerEnded(Samples.schedulerEnd())));
    }

    @Test
    void no_payload_whatsoever_makes_reading_throw() {
        SplittableRandom random = new SplittableRandom(3);
        samples().forEach((type, payload) -> {
            for (int i = 0; i < 2000; i++) read(type, damaged(random, payload));
        });
    }

    private static Map<FrameType, byte[]> samples() {
        Map<FrameType, byte[]> samples = new EnumMap<>(FrameType.class);
        for (FrameType type : FrameType.values()) samples.put(type, new byte[0]);
        samples.put(FrameType.HELLO, utf8("{\"kernel\":\"6.18.15\",\"version\":\"0.1.0\"}"));
        samples.put(FrameType.TOPOLOGY, Records.topology("1n1l2c1t", List.of("one")));
        samples.put(FrameType.PAYLOAD, Records.payload(Samples.payload()));
        samples.put(FrameType.RESULT, Records.result(AssertResult.fail("x"), Samples.thrown()));
        samples.put(FrameType.AGENT_EXIT, utf8("{\"code\":3}"));
        samples.put(FrameType.TIMEOUT, utf8("{\"deadlineNs\":60000000000}"));
        samples.put(FrameType.SCHED_START, Records.schedulerStarted("simple", List.of("scx_simple", "-f"), 99));
        samples.put(FrameType.SCHED_ATTACHED, Records.schedulerUp(Samples.schedulerAttached()));
        samples.put(FrameType.SCHED_END, Records.schedulerEnded(Samples.schedulerEnd()));
        samples.put(FrameType.SLICE, utf8("{\"ns\":2612345,\"ownNs\":2800000}"));
        samples.put(FrameType.END, utf8("{\"reason\":\"agent\"}"));
        samples.put(
                FrameType.SCENARIO,
                utf8("{\"scenario\":\"{}\",\"plannedNs\":2000000000,\"profile\":\"vm\",\"limits\":\"no limits\"}"));
        samples.put(FrameType.MARK, utf8("{\"step\":1,\"name\":\"\",\"what\":\"hold\",\"iterations\":7}"));
        samples.put(FrameType.WORKERS, utf8(Reports.BY_HAND));
        return samples;
    }

    /// Numbers, brackets and quotes are what a parser trips over.
    private static byte[] damaged(SplittableRandom random, byte[] payload) {
        byte[] damaged = payload.clone();
        String alphabet = "0129-.eE[]{}\",:\\untrfals\0\u00ff";
        for (int i = random.nextInt(1, 4); i > 0 && damaged.length > 0; i--) {
            damaged[random.nextInt(damaged.length)] = (byte) alphabet.charAt(random.nextInt(alphabet.length()));
        }
        return damaged;
    }

    private static String unread(FrameType type, String payload) {
        return assertInstanceOf(LogRecord.Unread.class, read(type, payload)).what();
    }

    private static LogRecord read(FrameType type, String payload) {
        return read(type, utf8(payload));
    }

    private static LogRecord read(FrameType type, byte[] payload) {
        return Records.read(new Frame(type.number(), Frame.AGENT, 0, 0, payload));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
