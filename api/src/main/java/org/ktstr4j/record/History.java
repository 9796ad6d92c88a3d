// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.record;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ktstr4j.wire.Frame;
import org.ktstr4j.wire.FrameReader;

/// Everything a run left in its log, in order.
///
/// @param records the records with the guest time of each
/// @param damage what is wrong with the log and where, null if nothing is; a log cut off between two records
/// is whole
public record History(List<Entry> records, @Nullable String damage) {
    /// A record and when it was written.
    ///
    /// @param atNs guest CLOCK_MONOTONIC, ns
    /// @param record what was written
    public record Entry(long atNs, LogRecord record) {}

    /// A history with a list of its own.
    public History {
        records = List.copyOf(records);
    }

    /// {@return the history in these bytes: frames one after the other, as in a run directory's `records.log`}
    ///
    /// @param log whole content of the log
    public static History read(byte[] log) {
        FrameReader reader = new FrameReader();
        List<Entry> records = new ArrayList<>();
        for (Frame frame : reader.read(ByteBuffer.wrap(log))) {
            records.add(new Entry(frame.atNs(), Records.read(frame)));
        }
        return new History(records, reader.damage());
    }

    /// {@return the records of one kind, in order; may be empty}
    ///
    /// @param kind class of the records wanted
    /// @param <T> the same
    public <T extends LogRecord> List<T> all(Class<T> kind) {
        return records.stream()
                .map(Entry::record)
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    /// {@return the last record of one kind}
    ///
    /// @param kind class of the record wanted
    /// @param <T> the same
    public <T extends LogRecord> Optional<T> last(Class<T> kind) {
        List<T> all = all(kind);
        return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
    }

    /// {@return whether there is a record of this kind}
    ///
    /// @param kind class of the record wanted
    public boolean has(Class<? extends LogRecord> kind) {
        return records.stream().anyMatch(entry -> kind.isInstance(entry.record()));
    }
}
