// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.host.kernel.fetch;

import java.io.Serializable;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Order of releases, oldest first, as Debian orders versions (Debian policy 5.6.12): text and numbers in turn.
/// Only for "the newest": what a kernel can do is never asked of its version.
public final class ReleaseOrder implements Comparator<String>, Serializable {
    private static final long serialVersionUID = 1L;
    /// Text, then a number without its leading zeros. Each may be empty, so the end of a release compares as
    /// empty.
    private static final Pattern PAIR = Pattern.compile("(\\D*+)0*+(\\d*+)");

    @Override
    public int compare(String a, String b) {
        int i = 0;
        int j = 0;
        while (i < a.length() || j < b.length()) {
            Matcher left = PAIR.matcher(a).region(i, a.length());
            Matcher right = PAIR.matcher(b).region(j, b.length());
            // Both always match, at worst the empty text.
            if (!left.lookingAt() || !right.lookingAt()) {
                throw new IllegalStateException("order releases \"%s\" and \"%s\": no pair".formatted(a, b));
            }
            int order = compareTexts(left.group(1), right.group(1));
            if (order == 0) {
                order = compareNumbers(left.group(2), right.group(2));
            }
            if (order != 0) {
                return order;
            }
            i = left.end();
            j = right.end();
        }
        return 0;
    }

    private static int compareTexts(String a, String b) {
        for (int i = 0; i < Math.max(a.length(), b.length()); i++) {
            int order = Integer.compare(weight(a, i), weight(b, i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    /// A tilde sorts before the end, letters before signs.
    private static int weight(String text, int at) {
        if (at >= text.length()) {
            return 0;
        }
        char c = text.charAt(at);
        return c == '~' ? -1 : Character.isLetter(c) ? c : c + 256;
    }

    private static int compareNumbers(String a, String b) {
        return a.length() != b.length() ? Integer.compare(a.length(), b.length()) : a.compareTo(b);
    }
}
