package org.earshot.common.message;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.earshot.common.mime.Utf8;

/// A header of a CPIM message as it stands on its line (RFC 3862 §3.1). Which namespace its prefix means depends on the
/// NS headers before it: see [Cpim#headers(String, String)].
///
/// @param name with its prefix, such as `imdn.Message-ID`
/// @param parameters such as `lang`, in order
/// @param value with its escapes, without white space around it; [#text()] is what it says
public record CpimHeader(String name, Map<String, String> parameters, String value) {

    public CpimHeader {
        int dot = name.indexOf('.');
        if (!isName(name.substring(dot + 1)) || (dot >= 0 && !isName(name.substring(0, dot)))) {
            throw new IllegalArgumentException("no name of a header");
        }
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        parameters.forEach((key, text) -> {
            if (!isName(key) || !Utf8.isOneLine(CpimText.escape(text))) {
                throw new IllegalArgumentException("no parameter of a header");
            }
        });
        value = value.strip();
        if (!Utf8.isOneLine(value)) {
            throw new IllegalArgumentException("a header's value is not one line of text");
        }
    }

    /// One whose value is as on the line.
    static CpimHeader of(String name, String value) {
        return new CpimHeader(name, Map.of(), value);
    }

    /// One that says this text, whatever characters it has.
    public static CpimHeader text(String name, String text) {
        return of(name, CpimText.escape(text));
    }

    /// What the value says, its escapes resolved. May have control characters, line ends among them.
    public String text() {
        return CpimText.unescape(value);
    }

    /// The prefix, "" for none.
    public String prefix() {
        int dot = name.indexOf('.');
        return dot < 0 ? "" : name.substring(0, dot);
    }

    /// The name without its prefix.
    public String localName() {
        return name.substring(name.indexOf('.') + 1);
    }

    /// The line, without its end.
    String format() {
        StringBuilder out = new StringBuilder(name).append(':');
        parameters.forEach((key, text) ->
                out.append(';')
                        .append(key)
                        .append('=')
                        .append(CpimText.isToken(text) ? text : CpimText.quote(text)));
        return out.append(' ').append(value).toString();
    }

    private static boolean isName(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> CpimText.isNameChar((char) c));
    }

    /// The name only: the value may be private.
    @Override
    public String toString() {
        return name;
    }
}
