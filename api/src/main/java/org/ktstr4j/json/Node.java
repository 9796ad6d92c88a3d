// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One value of a JSON document, with the path that leads to it, so that what is wrong with it can be said.
public final class Node {
    private final @Nullable Node parent;
    // the document's name; below it the member's, or the element's number in brackets of an index that is not −1
    private final String name;
    private final int index;
    private final @Nullable Object value;

    Node(String what, @Nullable Object value) {
        this(null, what, -1, value);
    }

    // The path is put together only when somebody asks: most values are as expected.
    private Node(@Nullable Node parent, String name, int index, @Nullable Object value) {
        this.parent = parent;
        this.name = name;
        this.index = index;
        this.value = value;
    }

    /// {@return the member of this name; absent and null are the same and give a node for which `present` is
    /// false}
    ///
    /// @param member the member's name
    public Node get(String member) {
        return new Node(this, member, -1, members().get(member));
    }

    /// {@return whether there is a value other than null}
    public boolean present() {
        return value != null;
    }

    /// {@return whether this is a string}
    public boolean isString() {
        return value instanceof String;
    }

    /// {@return whether this is a list}
    public boolean isList() {
        return value instanceof List<?>;
    }

    /// {@return the string}
    public String string() {
        if (value instanceof String text) {
            return text;
        }
        throw expected("a string");
    }

    /// {@return the string, or another one if there is no value}
    ///
    /// @param other the other one
    public String stringOr(String other) {
        return present() ? string() : other;
    }

    /// {@return the integer, in the range of a long}
    public long integer() {
        if (value instanceof Integer || value instanceof Long) {
            return ((Number) value).longValue();
        }
        throw expected("an integer");
    }

    /// {@return the number as a double}
    public double number() {
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        throw expected("a number");
    }

    /// {@return the boolean}
    public boolean flag() {
        if (value instanceof Boolean flag) {
            return flag;
        }
        throw expected("true or false");
    }

    /// {@return the elements in order; none when absent}
    public List<Node> elements() {
        if (value == null) {
            return List.of();
        }
        if (value instanceof List<?> list) {
            List<Node> nodes = new ArrayList<>(list.size());
            for (int i = 0; i < list.size(); i++) {
                nodes.add(new Node(this, "", i, list.get(i)));
            }
            return nodes;
        }
        throw expected("an array");
    }

    /// {@return the elements in order, all of them strings}
    public List<String> strings() {
        List<String> strings = new ArrayList<>();
        for (Node element : elements()) {
            strings.add(element.string());
        }
        return strings;
    }

    /// {@return the members in the document's order; none when absent}
    public Map<String, Node> fields() {
        Map<String, Node> fields = new LinkedHashMap<>();
        for (Object member : members().keySet()) {
            fields.put((String) member, get((String) member));
        }
        return fields;
    }

    /// {@return this value as maps, lists, strings, numbers and booleans, as {@link Json#text} takes it; null
    /// if it is
    /// absent}
    public @Nullable Object tree() {
        return value;
    }

    /// {@return this value as JSON text}
    public String json() {
        return Json.text(value);
    }

    /// {@return an exception that says what stands here instead of what was expected}
    ///
    /// @param expected what was expected: `a string`
    public IllegalArgumentException expected(String expected) {
        return new IllegalArgumentException(
                "read " + what() + ": " + (parent == null ? "the document" : "\"" + path() + "\"") + " must be "
                        + expected + ", was " + json());
    }

    private String what() {
        return parent == null ? name : parent.what();
    }

    private String path() {
        if (parent == null) return "";
        String above = parent.path();
        if (index >= 0) return above + "[" + index + "]";
        return above.isEmpty() ? name : above + "." + name;
    }

    private Map<?, ?> members() {
        if (value == null) {
            return Map.of();
        }
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw expected("an object");
    }
}
