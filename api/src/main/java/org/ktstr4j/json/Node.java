// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One value of a JSON document, with the path that leads to it, so that what is wrong with it can be said.
public final class Node {
    private final String what;
    private final String path;
    private final @Nullable Object value;

    Node(String what, String path, @Nullable Object value) {
        this.what = what;
        this.path = path;
        this.value = value;
    }

    /// {@return the member of this name; absent and null are the same and give a node for which `present` is
    /// false}
    ///
    /// @param name the member's name
    public Node get(String name) {
        return new Node(
                what, path.isEmpty() ? name : path + "." + name, members().get(name));
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
                nodes.add(new Node(what, path + "[" + i + "]", list.get(i)));
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
        for (Object name : members().keySet()) {
            fields.put((String) name, get((String) name));
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
        return new IllegalArgumentException("read " + what + ": "
                + (path.isEmpty() ? "the document" : "\"" + path + "\"") + " must be " + expected + ", was " + json());
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
