// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;

/// Reading and writing of JSON that we wrote ourselves.
public final class Json {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            // to borrow a buffer and to give it back costs more than to make one: documents are short
            .recyclerPool(JsonRecyclerPools.nonRecyclingPool())
            .build();

    private Json() {}

    /// {@return the one value that `text` holds}
    ///
    /// @param what what is being read, for messages: `payload record`
    /// @param text a JSON document
    /// @throws IllegalArgumentException if it is not exactly one JSON document; names line and column
    public static Node read(String what, String text) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw new IllegalArgumentException(
                        "read " + what + ": the text is empty; a JSON document was expected");
            }
            Object value = value(parser, first);
            if (parser.nextToken() != null) {
                throw new IllegalArgumentException("read " + what + ": text goes on after the document at line "
                        + parser.currentTokenLocation().getLineNr() + ", column "
                        + parser.currentTokenLocation().getColumnNr() + "; one JSON document was expected");
            }
            return new Node(what, value);
        } catch (JacksonException e) {
            throw new IllegalArgumentException(
                    "read " + what + ": " + e.getOriginalMessage() + " at line "
                            + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr(),
                    e);
        }
    }

    /// {@return this tree as JSON}
    ///
    /// @param tree maps with string keys, lists, strings, numbers, booleans, null
    public static String text(@Nullable Object tree) {
        JsonText out = new JsonText();
        write(out, tree);
        return out.toString();
    }

    private static @Nullable Object value(JsonParser parser, JsonToken token) {
        return switch (token) {
            case START_OBJECT -> {
                Map<String, @Nullable Object> members = new LinkedHashMap<>();
                while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                    String name = parser.currentName();
                    members.put(name, value(parser, parser.nextToken()));
                }
                yield members;
            }
            case START_ARRAY -> {
                List<@Nullable Object> elements = new ArrayList<>();
                for (JsonToken t = parser.nextToken(); t != JsonToken.END_ARRAY; t = parser.nextToken()) {
                    elements.add(value(parser, t));
                }
                yield elements;
            }
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> parser.getNumberValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            default -> parser.getString();
        };
    }

    private static void write(JsonText out, @Nullable Object tree) {
        switch (tree) {
            case Map<?, ?> members -> {
                out.object();
                for (Map.Entry<?, ?> member : members.entrySet()) {
                    out.name((String) member.getKey());
                    write(out, member.getValue());
                }
                out.endObject();
            }
            case List<?> elements -> {
                out.array();
                for (Object element : elements) write(out, element);
                out.endArray();
            }
            case null -> out.json("null");
            case Boolean flag -> out.json(flag.toString());
            case Number number -> out.json(number.toString());
            default -> out.value(tree.toString());
        }
    }
}
