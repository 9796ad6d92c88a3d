// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.metric.extract;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ktstr4j.metric.Metric;

/// The members of one object that hold metrics: which of them count, and in which order they come.
final class Members {
    /// One member, and where its metrics are.
    private static final class Member implements Comparable<Member> {
        private final String key;
        private final int from;
        private final int to;
        private boolean counts = true;

        private Member(String key, int from, int to) {
            this.key = key;
            this.from = from;
            this.to = to;
        }

        @Override
        public int compareTo(Member other) {
            return key.compareTo(other.key);
        }
    }

    private final List<Member> inTextOrder = new ArrayList<>();
    private final Map<String, Member> byKey = new HashMap<>();
    private boolean inOrder = true;
    private String last = "";

    /// A member with metrics; an earlier one of the same key counts no more.
    void add(String key, int from, int to) {
        Member member = new Member(key, from, to);
        forget(byKey.put(key, member));
        inOrder &= last.compareTo(key) <= 0;
        last = key;
        inTextOrder.add(member);
    }

    /// A member without metrics; an earlier one of the same key counts no more.
    void remove(String key) {
        forget(byKey.remove(key));
    }

    private void forget(@Nullable Member member) {
        if (member != null) {
            member.counts = false;
            inOrder = false;
        }
    }

    /// {@return whether the metrics are in order as they stand}
    boolean inOrder() {
        return inOrder;
    }

    /// {@return the metrics of the members that count, in the order of their keys}
    List<Metric> ordered(List<Metric> metrics) {
        List<Member> byOrder = new ArrayList<>(inTextOrder.size());
        for (Member member : inTextOrder) {
            if (member.counts) {
                byOrder.add(member);
            }
        }
        Collections.sort(byOrder);
        List<Metric> ordered = new ArrayList<>();
        for (Member member : byOrder) {
            ordered.addAll(metrics.subList(member.from, member.to));
        }
        return ordered;
    }
}
