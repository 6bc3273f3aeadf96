package org.earshot.proxy.archive;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// One JSON object (RFC 8259) on a line of its own, ASCII only, written value by value. Confined to its thread.
public final class JsonLine {
    private final Appendable out;
    private String before = "{";

    public JsonLine(Appendable out) {
        this.out = out;
    }

    /// A value in quotes.
    public JsonLine text(String name, String value) throws IOException {
        name(name);
        quoted(value);
        return this;
    }

    /// `null` where there is none.
    public JsonLine text(String name, Optional<String> value) throws IOException {
        return value.isPresent() ? text(name, value.get()) : none(name);
    }

    /// A list of values in quotes.
    public JsonLine texts(String name, List<String> values) throws IOException {
        name(name);
        out.append('[');
        for (int i = 0; i < values.size(); i++) {
            out.append(i == 0 ? "" : ", ");
            quoted(values.get(i));
        }
        out.append(']');
        return this;
    }

    /// A list of `[NAME, VALUE]`; `null` where there are none.
    public JsonLine facts(String name, Optional<Facts> facts) throws IOException {
        if (facts.isEmpty()) {
            return none(name);
        }
        name(name);
        String between = "[";
        for (Facts.Fact fact : facts.get().entries()) {
            out.append(between).append('[');
            quoted(fact.name());
            out.append(", ");
            quoted(fact.value());
            out.append(']');
            between = ", ";
        }
        out.append(facts.get().entries().isEmpty() ? "[]" : "]");
        return this;
    }

    /// In hex; `null` where there are none.
    public JsonLine bytes(String name, Optional<Bytes> value) throws IOException {
        return value.isPresent() ? text(name, value.get().hex()) : none(name);
    }

    /// As digits.
    public JsonLine number(String name, long value) throws IOException {
        name(name);
        out.append(Long.toString(value));
        return this;
    }

    JsonLine flag(String name, boolean value) throws IOException {
        name(name);
        out.append(Boolean.toString(value));
        return this;
    }

    /// Ends the object and its line.
    public void end() throws IOException {
        out.append("}\n");
    }

    private JsonLine none(String name) throws IOException {
        name(name);
        out.append("null");
        return this;
    }

    private void name(String name) throws IOException {
        out.append(before);
        before = ", ";
        quoted(name);
        out.append(": ");
    }

    private void quoted(String text) throws IOException {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~') {
                out.append(String.format("\\u%04x", (int) c));
            } else {
                if (c == '"' || c == '\\') {
                    out.append('\\');
                }
                out.append(c);
            }
        }
        out.append('"');
    }
}
