// SPDX-License-Identifier: Apache-2.0
package org.ktstr4j.json;

/// Writes compact JSON, call by call.
///
/// The library that reads ours is not used here: to make one of its generators takes the interpreter of an emulated
/// guest as long as to write a record with this (`bench/payloads`), and each program that a test runs has a record.
public final class JsonText {
    private static final String HEX = "0123456789abcdef";

    private final StringBuilder text = new StringBuilder(1024);
    private boolean commaDue;

    /// A text with nothing in it.
    public JsonText() {
        // the fields say it
    }

    /// {@return this, in an object: the document, an element, or the value of the name before it}
    public JsonText object() {
        return open('{');
    }

    /// {@return this, after the innermost object}
    public JsonText endObject() {
        return close('}');
    }

    /// {@return this, in an array}
    public JsonText array() {
        return open('[');
    }

    /// {@return this, after the innermost array}
    public JsonText endArray() {
        return close(']');
    }

    /// {@return this, where the value of a member is due}
    ///
    /// @param name of the member
    public JsonText name(String name) {
        value(name);
        text.append(':');
        commaDue = false;
        return this;
    }

    /// {@return this, after a string}
    ///
    /// @param value what it holds
    public JsonText value(String value) {
        comma();
        text.append('"');
        escaped(value);
        text.append('"');
        return this;
    }

    /// {@return this, after a whole number}
    ///
    /// @param value the number
    public JsonText value(long value) {
        comma();
        text.append(value);
        return this;
    }

    /// {@return this, after a number}
    ///
    /// @param value the number; one that is not finite, for which JSON has no word, becomes a string
    public JsonText value(double value) {
        if (!Double.isFinite(value)) return value(Double.toString(value));
        comma();
        text.append(value);
        return this;
    }

    /// {@return this, after a value that is JSON already}
    ///
    /// @param value what a class wrote of itself, a number as it was found, `true`, `null`
    public JsonText json(String value) {
        comma();
        text.append(value);
        return this;
    }

    /// {@return this, after an array of strings}
    ///
    /// @param values its elements
    public JsonText values(Iterable<String> values) {
        array();
        for (String each : values) value(each);
        return endArray();
    }

    /// {@return all that was written}
    @Override
    public String toString() {
        return text.toString();
    }

    private JsonText open(char bracket) {
        comma();
        text.append(bracket);
        commaDue = false;
        return this;
    }

    private JsonText close(char bracket) {
        text.append(bracket);
        commaDue = true;
        return this;
    }

    private void comma() {
        if (commaDue) text.append(',');
        commaDue = true;
    }

    private void escaped(String value) {
        int from = 0;
        for (int i = 0; i < value.length(); i++) {
            char at = value.charAt(i);
            if (at >= ' ' && at != '"' && at != '\\') continue;
            text.append(value, from, i);
            from = i + 1;
            switch (at) {
                case '"', '\\' -> text.append('\\').append(at);
                case '\n' -> text.append("\\n");
                case '\t' -> text.append("\\t");
                case '\r' -> text.append("\\r");
                default -> text.append("\\u00").append(HEX.charAt(at >> 4)).append(HEX.charAt(at & 15));
            }
        }
        if (from == 0) text.append(value);
        else text.append(value, from, value.length());
    }
}
