// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class JsonTextTest {
    @Test
    void commasStandBetweenElementsAndMembersAlone() {
        JsonText text = new JsonText().object();
        text.name("none").array().endArray();
        text.name("of").object().endObject();
        text.name("each").array().value(-1).value(0.5).value("a").json("null");
        text.object().endObject().endArray();
        text.name("names").values(List.of("b", "c")).endObject();
        assertEquals("""
                {"none":[],"of":{},"each":[-1,0.5,"a",null,{}],"names":["b","c"]}""", text.toString());
    }

    @Test
    void whatJsonHasNoNumberForIsAString() {
        JsonText text = new JsonText().array().value(Double.NaN).value(Double.NEGATIVE_INFINITY);
        text.value(Long.MIN_VALUE).value(1e300).endArray();
        assertEquals("""
                ["NaN","-Infinity",-9223372036854775808,1.0E300]""", text.toString());
    }

    @Test
    void quotesAndControlCharactersAreEscapedWhereverTheyStand() {
        assertEquals(
                "\"\\\"a\\\\b\\n\\t\\r\\u0000\\u001f/\u007f\u00e9\\\"\"",
                new JsonText().value("\"a\\b\n\t\r\0\u001f/\u007f\u00e9\"").toString());
    }

    @Test
    void everyCharacterIsReadAsItWasWrittenInNamesAndInValues() {
        List<String> all = new ArrayList<>();
        IntStream.rangeClosed(0, Character.MAX_VALUE).forEach(each -> all.add("x" + (char) each + (char) each + "y"));
        assertEquals(
                all,
                Json.read("text", new JsonText().array().values(all).endArray().toString())
                        .elements()
                        .getFirst()
                        .strings());
        String together = String.join("", all);
        String member =
                new JsonText().object().name(together).value(1).endObject().toString();
        assertEquals(1, Json.read("text", member).get(together).integer());
    }
}
