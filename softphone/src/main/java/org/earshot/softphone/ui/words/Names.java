package org.earshot.softphone.ui.words;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// How a URI is shown to people, and what they type is a URI.
public final class Names {
    private static final Pattern ADDRESS = Pattern.compile("sips?:[^\\s@<>\"]+@[^\\s@<>\"]+");

    private Names() {}

    /// `alice@example.org` of `sip:alice@example.org`.
    public static String of(String uri) {
        int colon = uri.indexOf(':');
        String rest = colon >= 0 && uri.startsWith("sip") ? uri.substring(colon + 1) : uri;
        int end = rest.indexOf(';');
        return end < 0 ? rest : rest.substring(0, end);
    }

    /// One text for all the ways to write somebody's address, as conversations and presence are named.
    public static String key(String uri) {
        String address = of(uri);
        int at = address.lastIndexOf('@');
        String host = address.substring(at + 1).toLowerCase(Locale.ROOT);
        int colon = host.lastIndexOf(':');
        if (colon > host.lastIndexOf(']')) {
            host = host.substring(0, colon);
        }
        return "sip:" + address.substring(0, at + 1) + host;
    }

    /// Whether two addresses are of one domain, whatever their ports are.
    public static boolean sameDomain(String one, String other) {
        String first = key(one);
        String second = key(other);
        return first.substring(first.lastIndexOf('@') + 1)
                .equals(second.substring(second.lastIndexOf('@') + 1));
    }

    /// The URI that somebody meant: `bob` is in our own domain.
    ///
    /// @param own our own address, if known
    /// @return empty: it can't be one
    public static Optional<String> uri(String typed, Optional<String> own) {
        String text = typed.strip();
        String uri = text.startsWith("sip:") || text.startsWith("sips:") ? text : "sip:" + text;
        if (uri.indexOf('@') < 0 && own.isPresent()) {
            uri += own.get().substring(own.get().indexOf('@'));
        }
        return Optional.of(uri).filter(u -> ADDRESS.matcher(u).matches());
    }
}
