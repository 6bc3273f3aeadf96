package org.earshot.proxy.archive;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// One JSON object (RFC 8259) on a line of its own, ASCII only, written value by value. Confined to its thread.
final class JsonLine {
    private final Appendable out;
    private String before = "{";

    JsonLine(Appendable out) {
        this.out = out;
    }

    JsonLine text(String name, String value) throws IOException {
        name(name);
        quoted(value);
        return this;
    }

    /// `null` where there is none.
    JsonLine text(String name, Optional<String> value) throws IOException {
        return value.isPresent() ? text(name, value.get()) : none(name);
    }

    JsonLine texts(String name, List<String> values) throws IOException {
        name(name);
        out.append('[');
        for (int i = 0; i < values.size(); i++) {
            out.append(i == 0 ? "" : ", ");
            quoted(values.get(i));
        }
        out.append(']');
        return this;
    }

    /// In hex; `null` where there are none.
    JsonLine bytes(String name, Optional<Bytes> value) throws IOException {
        return value.isPresent() ? text(name, value.get().hex()) : none(name);
    }

    JsonLine number(String name, long value) throws IOException {
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
    void end() throws IOException {
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
