// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.metric.extract;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.ktstr4j.metric.MetricStream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;

/// Finds the documents in mixed text, one after the other, and keeps the metrics of the one that counts.
///
/// The last complete document that holds a number counts. An array that shares its line with other text (`[ 0.12]
/// started`, as log lines begin) counts only if there is no other document. What a broken document has inside is
/// not a document, and neither is what an unfinished one has inside. The parser's limits are wide open; 100,000
/// levels are too many.
///
/// Each byte is parsed at most twice and looked at a few times more, whatever the text; and after 10,000 brackets
/// that began no document the search is given up.
final class JsonDocuments {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(100_000)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .disable(TokenStreamFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
            .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
            .build();

    /// After so many brackets of one kind that began no document the rest of them is ignored: each costs an
    /// exception.
    private static final int MAX_BROKEN = 10_000;

    private final Output output;
    private final MetricStream stream;
    private final Brackets brackets;
    private @Nullable JsonWalker best;
    private @Nullable JsonWalker bestOnLogLine;
    private boolean skipBroken = true;
    private int brokenArrays;
    private int brokenObjects;

    private JsonDocuments(Output output, MetricStream stream) {
        this.output = output;
        this.stream = stream;
        this.brackets = new Brackets(output);
    }

    /// {@return the metrics of the document that counts; none if there is no document}
    static Extraction find(Output output, MetricStream stream) {
        JsonDocuments documents = new JsonDocuments(output.wellFormed(), stream);
        documents.search();
        JsonWalker found = documents.best != null ? documents.best : documents.bestOnLogLine;
        return found == null ? Extraction.none() : found.toExtraction();
    }

    private void search() {
        long at = brackets.skipBlanks(0);
        if (at < output.size() && (output.byteAt(at) == '-' || Brackets.isDigit(output.byteAt(at)))) {
            bareNumber(at);
        }
        while (at < output.size()) {
            at = brackets.mayStart(at) ? documents(at) : at + 1;
        }
    }

    /// Reads the document that starts here, and those that follow it with only blanks between, and returns where
    /// to look for the next.
    private long documents(long first) {
        try (JsonParser parser = open(first)) {
            for (long start = first; ; ) {
                JsonWalker walker = new JsonWalker(parser, stream);
                try {
                    walker.walk(Objects.requireNonNull(parser.nextToken()));
                } catch (UnexpectedEndOfInputException e) {
                    return output.size();
                } catch (JacksonException e) {
                    long error =
                            Math.max(start + 1, first + parser.currentLocation().getByteOffset() - 1);
                    return broken(start, error, walker.sawValue() ? depth(parser) : 0);
                }
                long end = first + parser.currentLocation().getByteOffset();
                keep(walker, start, end);
                start = brackets.next(end);
                if (start < 0) {
                    return end;
                }
            }
        }
    }

    private long broken(long start, long error, int depth) {
        if (output.byteAt(start) == '[' && ++brokenArrays == MAX_BROKEN) {
            brackets.ignoreArrays();
        } else if (output.byteAt(start) == '{' && ++brokenObjects == MAX_BROKEN) {
            return output.size();
        }
        return depth > 0 && skipBroken ? afterBroken(error, depth) : error;
    }

    private void keep(JsonWalker walker, long start, long end) {
        if (!walker.foundNumber()) {
            return;
        }
        if (output.byteAt(start) == '[' && sharesLine(start, end)) {
            bestOnLogLine = walker;
        } else {
            best = walker;
        }
    }

    /// Where a broken document ends: at the closing bracket of its outermost level. If there is none the first
    /// bracket was no document at all, and the search goes on at the error; that is decided once, which keeps the
    /// search linear.
    private long afterBroken(long error, int depth) {
        boolean inString = false;
        int open = depth;
        for (long at = error; at < output.size(); at++) {
            int c = output.byteAt(at);
            if (c == '"') {
                inString = !inString;
            } else if (c == '\\' && inString) {
                at++;
            } else if (c == '\n') {
                inString = false;
            } else if (!inString && (c == '{' || c == '[')) {
                open++;
            } else if (!inString && (c == '}' || c == ']') && --open <= 0) {
                return at + 1;
            }
        }
        skipBroken = false;
        return error;
    }

    private static int depth(JsonParser parser) {
        int depth = 0;
        for (var context = parser.streamReadContext();
                context != null && !context.inRoot();
                context = context.getParent()) {
            depth++;
        }
        return depth;
    }

    private void bareNumber(long at) {
        try (JsonParser parser = open(at)) {
            JsonWalker walker = new JsonWalker(parser, stream);
            JsonToken token = Objects.requireNonNull(parser.nextToken());
            walker.walk(token);
            if (parser.nextToken() == null) {
                best = walker;
            }
        } catch (JacksonException e) {
            // text that begins with a digit: not a document
        }
    }

    private JsonParser open(long start) {
        return FACTORY.createParser(ObjectReadContext.empty(), new WordFilter(output, start));
    }

    private boolean sharesLine(long start, long end) {
        for (long at = start - 1; at >= 0 && output.byteAt(at) != '\n'; at--) {
            if (!Brackets.isBlank(output.byteAt(at))) {
                return true;
            }
        }
        for (long at = end; at < output.size() && output.byteAt(at) != '\n'; at++) {
            if (!Brackets.isBlank(output.byteAt(at))) {
                return true;
            }
        }
        return false;
    }
}
