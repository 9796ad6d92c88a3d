// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.judge;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ktstr4j.host.judge.Evidence.Ending;
import org.ktstr4j.host.judge.Evidence.Kind;
import org.ktstr4j.record.History;
import org.ktstr4j.record.LogRecord;
import org.ktstr4j.verdict.AssertResult;

/// Runs that came to different ends.
final class Runs {
    /// What a guest says until it has its order.
    static final List<LogRecord> BOOTED = List.of(new LogRecord.Hello("6.18.15", "0.1.0"), new LogRecord.Ready());

    /// What a guest says until the body runs.
    static final List<LogRecord> STARTED = with(
            BOOTED,
            new LogRecord.Taken(),
            new LogRecord.TopologySeen("1n2l4c2t", List.of()),
            new LogRecord.BodyStarted());

    private Runs() {}

    static List<LogRecord> with(List<LogRecord> before, LogRecord... more) {
        List<LogRecord> all = new ArrayList<>(before);
        all.addAll(List.of(more));
        return all;
    }

    static List<LogRecord> returned(AssertResult result) {
        return with(
                STARTED, new LogRecord.Result(result, null), new LogRecord.AgentExit(0, 0), new LogRecord.End("agent"));
    }

    static LogRecord out(String text) {
        return new LogRecord.Text(false, text.getBytes(StandardCharsets.UTF_8));
    }

    static LogRecord error(String text) {
        return new LogRecord.Text(true, text.getBytes(StandardCharsets.UTF_8));
    }

    static Evidence done(List<LogRecord> records) {
        return ended(Kind.DONE, "", null, records);
    }

    static Evidence ended(Kind kind, String what, @Nullable String detail, List<LogRecord> records) {
        return new Evidence(history(records, null), new Ending(kind, what, detail), 0, 0);
    }

    static Evidence damaged(String damage, List<LogRecord> records) {
        return new Evidence(history(records, damage), new Ending(Kind.DONE, "", null), 0, 0);
    }

    static Evidence dropped(long count, long bytes, List<LogRecord> records) {
        return new Evidence(history(records, null), new Ending(Kind.DONE, "", null), count, bytes);
    }

    private static History history(List<LogRecord> records, @Nullable String damage) {
        List<History.Entry> entries = new ArrayList<>();
        for (LogRecord record : records) entries.add(new History.Entry(entries.size() * 1000L, record));
        return new History(entries, damage);
    }
}
