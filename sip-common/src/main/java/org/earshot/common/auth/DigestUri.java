package org.earshot.common.auth;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Whether a digest-uri names the same as the Request-URI (RFC 3261 §22.4 point 1, RFC 7616 §3.4.6). Phones leave
/// out port and parameters, or write `sip:` for `sips:`; user and host must be the same. Stateless.
final class DigestUri {
    private static final Pattern SIP =
            Pattern.compile("(?i)sips?:(?:([^@;?]*)@)?(\\[[^\\]]*\\]|[^:;?@]*)(?::([0-9]*))?.*");

    private DigestUri() {}

    static boolean names(String digestUri, String requestUri) {
        if (digestUri.equals(requestUri)) {
            return true;
        }
        Matcher a = SIP.matcher(digestUri);
        Matcher b = SIP.matcher(requestUri);
        return a.matches()
                && b.matches()
                && text(a.group(1)).equals(text(b.group(1)))
                && text(a.group(2))
                        .toLowerCase(Locale.ROOT)
                        .equals(text(b.group(2)).toLowerCase(Locale.ROOT))
                && (text(a.group(3)).isEmpty()
                        || text(b.group(3)).isEmpty()
                        || a.group(3).equals(b.group(3)));
    }

    private static String text(String group) {
        return group == null ? "" : group;
    }
}
