package org.earshot.common.stack;

import java.util.Set;

/// Header fields other than addresses whose values have quoted strings, so that a stray quote is an error; in others, such as
/// Subject or User-Agent, it is a character like any other. Pure.
final class Structured {
    private static final Set<HeaderName> NAMES =
            Set.of(
                    HeaderName.VIA,
                    HeaderName.CONTENT_TYPE,
                    HeaderName.of("Authorization"),
                    HeaderName.of("Proxy-Authorization"),
                    HeaderName.of("WWW-Authenticate"),
                    HeaderName.of("Proxy-Authenticate"),
                    HeaderName.of("Refer-To"),
                    HeaderName.of("Referred-By"));

    private Structured() {}

    static boolean has(HeaderName name) {
        return NAMES.contains(name);
    }

    static boolean isQuoteBalanced(String value) {
        boolean quoted = false;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == '\\' && quoted) {
                i++;
            }
        }
        return !quoted;
    }
}
