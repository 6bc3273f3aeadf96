package org.earshot.softphone.ui;

/// How a URI is shown to people.
final class Names {

    private Names() {}

    /// `alice@example.org` of `sip:alice@example.org`.
    static String of(String uri) {
        int colon = uri.indexOf(':');
        String rest = colon >= 0 && uri.startsWith("sip") ? uri.substring(colon + 1) : uri;
        int end = rest.indexOf(';');
        return end < 0 ? rest : rest.substring(0, end);
    }
}
