package org.earshot.common.stack;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Optional;
import javax.sip.address.SipURI;

/// Escaped text in URIs (RFC 3261 §19.1.2, RFC 3986 §2.1). Pure.
final class UriText {
    private UriText() {}

    static Optional<String> parameter(SipURI uri, String name) {
        Iterator<?> names = uri.getParameterNames();
        while (names.hasNext()) {
            String raw = (String) names.next();
            if (unescape(raw).equalsIgnoreCase(name)) {
                String value = uri.getParameter(raw);
                return Optional.of(value == null ? "" : unescape(value));
            }
        }
        return Optional.empty();
    }

    /// Resolves `%HH`, once, as UTF-8; a percent sign without two hex digits stands for itself.
    static String unescape(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        byte[] in = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream out = new ByteArrayOutputStream(in.length);
        for (int i = 0; i < in.length; i++) {
            int high = in[i] == '%' && i + 2 < in.length ? Character.digit(in[i + 1], 16) : -1;
            int low = high >= 0 ? Character.digit(in[i + 2], 16) : -1;
            if (low >= 0) {
                out.write(high << 4 | low);
                i += 2;
            } else {
                out.write(in[i]);
            }
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
