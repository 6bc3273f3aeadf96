package org.earshot.common.message;

import java.util.Arrays;
import java.util.List;
import org.earshot.common.mime.Utf8;

/// A value of From, To or cc (RFC 3862 §4.1): a name for people and a URI.
///
/// @param displayName "" for none
/// @param uri absolute: with a scheme, and without white space, quotes and angle brackets
public record CpimAddress(String displayName, String uri) {

    public CpimAddress {
        if (!isUri(uri)) {
            throw new IllegalArgumentException("no URI in an address");
        }
    }

    /// Without a name.
    public static CpimAddress of(String uri) {
        return new CpimAddress("", uri);
    }

    /// Reads a header's value as it stands on its line. The angle brackets may be missing where there is no name.
    ///
    /// @throws IllegalArgumentException if it is none
    static CpimAddress parse(String value) {
        String text = value.strip();
        if (text.indexOf('<') < 0 && text.indexOf('"') < 0) {
            return of(text);
        }
        String name;
        String rest;
        if (text.startsWith("\"")) {
            int end = CpimText.endOfQuoted(text, 0);
            if (end < 0) {
                throw new IllegalArgumentException("a name in an address has no end");
            }
            name = CpimText.unescape(text.substring(1, end - 1));
            rest = text.substring(end).strip();
        } else {
            int bracket = text.indexOf('<');
            if (bracket < 0) {
                throw new IllegalArgumentException("no URI in an address");
            }
            name = CpimText.unescape(text.substring(0, bracket).strip());
            rest = text.substring(bracket);
        }
        if (!rest.startsWith("<") || !rest.endsWith(">")) {
            throw new IllegalArgumentException("an address does not end with its URI");
        }
        return new CpimAddress(name, rest.substring(1, rest.length() - 1));
    }

    /// As it stands in a header. RFC 3862 §3.6 has a space after a name of tokens, and none after a quoted one.
    String format() {
        String address = '<' + uri + '>';
        if (displayName.isEmpty()) {
            return address;
        }
        List<String> words = Arrays.asList(displayName.split(" ", -1));
        return words.stream().allMatch(CpimText::isToken)
                ? displayName + ' ' + address
                : CpimText.quote(displayName) + address;
    }

    private static boolean isUri(String text) {
        int colon = text.indexOf(':');
        if (colon < 1 || colon == text.length() - 1 || !Utf8.isOneLine(text)) {
            return false;
        }
        for (int i = 0; i < colon; i++) {
            char c = text.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            boolean other = (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
            if (!letter && (i == 0 || !other)) {
                return false;
            }
        }
        return text.chars().noneMatch(c -> " \"<>\\".indexOf(c) >= 0);
    }
}
