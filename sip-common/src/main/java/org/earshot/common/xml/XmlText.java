package org.earshot.common.xml;

/// Makes any text one that XML 1.0 can hold (§2.2). Stateless.
final class XmlText {
    private XmlText() {}

    /// For content: a CR, which a reader would turn into a line end, becomes one here.
    static String forContent(String text) {
        return legal(text.replace("\r\n", "\n").replace('\r', '\n'));
    }

    /// For an attribute: white space, which a reader would turn into blanks, becomes blanks here.
    static String forAttribute(String text) {
        return legal(text.replace('\n', ' ').replace('\r', ' ').replace('\t', ' '));
    }

    private static String legal(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().map(c -> isLegal(c) ? c : 0xFFFD).forEach(out::appendCodePoint);
        return out.toString();
    }

    private static boolean isLegal(int c) {
        return c == '\t'
                || c == '\n'
                || (c >= ' ' && c <= 0xD7FF)
                || (c >= 0xE000 && c <= 0xFFFD)
                || c >= 0x10000;
    }
}
