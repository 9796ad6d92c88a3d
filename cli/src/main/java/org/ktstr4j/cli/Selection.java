// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Which tests were asked for.
///
/// @param texts as typed
/// @param patterns the same as regular expressions over `package.Class.method`
record Selection(List<String> texts, List<Pattern> patterns) {
    static Selection of(List<String> texts) {
        List<Pattern> patterns = new ArrayList<>();
        for (String text : texts) {
            StringBuilder regex = new StringBuilder("(?:.*\\.)?");
            for (String literal : dotted(text).split("((?<=\\*)|(?=\\*))")) {
                regex.append(literal.equals("*") ? ".*" : Pattern.quote(literal));
            }
            patterns.add(Pattern.compile(regex + "(?:\\..*)?", Pattern.DOTALL));
        }
        return new Selection(texts, patterns);
    }

    /// {@return whether this test was asked for: every test if nothing was}
    boolean wants(String className, String method) {
        return patterns.isEmpty()
                || patterns.stream()
                        .anyMatch(each ->
                                each.matcher(dotted(className + "." + method)).matches());
    }

    // Reports show nested classes so, and what they show can be typed.
    private static String dotted(String name) {
        return name.replace('$', '.').replace('#', '.');
    }
}
