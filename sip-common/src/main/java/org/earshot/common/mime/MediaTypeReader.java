package org.earshot.common.mime;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// Reads one Content-Type. For one use, confined to one thread.
final class MediaTypeReader {
    private static final int LONGEST = 2048;

    private final String text;
    private int at;

    MediaTypeReader(String text) {
        this.text = text;
    }

    MediaType read() throws MalformedPayloadException {
        if (text.length() > LONGEST) {
            throw new MalformedPayloadException("the Content-Type is too long");
        }
        skipBlanks();
        String type = token();
        expect('/');
        String subtype = token();
        Map<String, String> parameters = new LinkedHashMap<>();
        skipBlanks();
        while (at < text.length()) {
            expect(';');
            skipBlanks();
            if (at == text.length()) {
                break; // a ";" at the end is common
            }
            String name = token();
            skipBlanks();
            expect('=');
            skipBlanks();
            String value = peek('"') ? quoted() : token();
            parameters.putIfAbsent(name.toLowerCase(Locale.ROOT), value);
            skipBlanks();
        }
        try {
            return new MediaType(type, subtype, parameters);
        } catch (IllegalArgumentException e) {
            throw new MalformedPayloadException("Content-Type: " + e.getMessage());
        }
    }

    private String token() throws MalformedPayloadException {
        int start = at;
        while (at < text.length() && MediaType.isToken(text.charAt(at))) {
            at++;
        }
        if (at == start) {
            throw bad();
        }
        return text.substring(start, at);
    }

    private String quoted() throws MalformedPayloadException {
        StringBuilder value = new StringBuilder();
        at++;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"') {
                return value.toString();
            }
            if (c == '\\' && at < text.length()) {
                c = text.charAt(at++);
            }
            value.append(c);
        }
        throw bad();
    }

    private boolean peek(char c) {
        return at < text.length() && text.charAt(at) == c;
    }

    private void expect(char c) throws MalformedPayloadException {
        if (!peek(c)) {
            throw bad();
        }
        at++;
    }

    private void skipBlanks() {
        while (peek(' ') || peek('\t')) {
            at++;
        }
    }

    private static MalformedPayloadException bad() {
        return new MalformedPayloadException("the Content-Type is not readable");
    }
}
