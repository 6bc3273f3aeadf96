package org.earshot.softphone.ua;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import javax.sip.address.SipURI;

/// The value of `Refer-To` (RFC 3515 §2.1), as far as it asks to call somebody. Pure.
///
/// @param uri whom to call: a SIP URI without headers
/// @param replaces the dialog there in whose place the call is to come (RFC 3891 §6.1)
record ReferTo(String uri, Optional<Replaces> replaces) {

    /// @throws IllegalArgumentException if it is no such value, or asks for something else than a call
    static ReferTo parse(String value) {
        String text = value.strip();
        int open = text.indexOf('<');
        int close = text.indexOf('>', open + 1);
        if (open >= 0 && close > open) {
            text = text.substring(open + 1, close);
        } else if (open >= 0 || text.indexOf('?') >= 0) {
            throw new IllegalArgumentException("Refer-To names no address");
        }
        int headers = text.indexOf('?');
        String uri = headers < 0 ? text : text.substring(0, headers);
        if (!(Fields.uri(uri) instanceof SipURI sip) || sip.getUser() == null) {
            throw new IllegalArgumentException("Refer-To names nobody to call");
        }
        String method = sip.getMethodParam();
        if (method != null && !method.equals("INVITE")) {
            throw new IllegalArgumentException("Refer-To asks for " + method);
        }
        sip.removeParameter("method");
        return new ReferTo(
                sip.toString(), headers < 0 ? Optional.empty() : replaces(text, headers + 1));
    }

    private static Optional<Replaces> replaces(String text, int from) {
        Optional<Replaces> found = Optional.empty();
        for (String header : text.substring(from).split("&", -1)) {
            String[] pair = header.split("=", 2);
            if (pair[0].toLowerCase(Locale.ROOT).equals("replaces") && pair.length == 2) {
                if (found.isPresent()) {
                    throw new IllegalArgumentException("Refer-To replaces two calls");
                }
                // a plus is a plus there (RFC 3261 §19.1.4)
                found =
                        Optional.of(
                                Replaces.parse(
                                        URLDecoder.decode(
                                                pair[1].replace("+", "%2B"),
                                                StandardCharsets.UTF_8)));
            }
        }
        return found;
    }

    /// A phone that can't replace a call refuses such a one, instead of ringing (RFC 5589 §7).
    String value() {
        return "<"
                + uri
                + replaces.map(r -> "?Replaces=" + escape(r.value()) + "&Require=replaces")
                        .orElse("")
                + ">";
    }

    private static String escape(String text) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) { // ASCII, as Replaces takes nothing else
            char c = text.charAt(i);
            boolean plain =
                    c < 128 && (Character.isLetterOrDigit(c) || "-_.!~*'()".indexOf(c) >= 0);
            out.append(plain ? String.valueOf(c) : String.format(Locale.ROOT, "%%%02X", (int) c));
        }
        return out.toString();
    }
}
