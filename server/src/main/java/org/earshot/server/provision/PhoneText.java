package org.earshot.server.provision;

/// Makes of any text one that stays where it is put. Pure.
final class PhoneText {
    private PhoneText() {}

    /// On one line, and visible: line breaks of all kinds, control characters and halves of characters are blanks.
    static String line(String text) {
        StringBuilder line = new StringBuilder();
        text.codePoints()
                .forEach(c -> {
                    int type = Character.getType(c);
                    boolean fit =
                            !Character.isISOControl(c)
                                    && type != Character.SURROGATE
                                    && type != Character.LINE_SEPARATOR
                                    && type != Character.PARAGRAPH_SEPARATOR
                                    && (c & 0xFFFE) != 0xFFFE;
                    line.appendCodePoint(fit ? c : ' ');
                });
        return line.toString().strip();
    }

    /// In XML, between tags or in an attribute: on one line, since phones put it into files of lines.
    static String xml(String text) {
        StringBuilder xml = new StringBuilder();
        line(text)
                .codePoints()
                .forEach(c -> {
                    switch (c) {
                        case '&' -> xml.append("&amp;");
                        case '<' -> xml.append("&lt;");
                        case '>' -> xml.append("&gt;");
                        case '"' -> xml.append("&quot;");
                        case '\'' -> xml.append("&apos;");
                        default -> xml.appendCodePoint(c);
                    }
                });
        return xml.toString();
    }

    /// As a display name before `<sip:…>` for phones that read it with less than RFC 3261's grammar: what could end it is left out.
    static String displayName(String text) {
        return line(text).replaceAll("[\"\\\\<>;,]", "").strip();
    }
}
