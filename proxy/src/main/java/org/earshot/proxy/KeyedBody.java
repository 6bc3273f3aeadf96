package org.earshot.proxy;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.sip.header.ContentEncodingHeader;
import javax.sip.message.Message;

/// Whether a body carries media keys (RFC 4568 `a=crypto`, RFC 4567 `a=key-mgmt`): such a one must not leave
/// over cleartext. Pure.
///
/// Looks at the octets, whatever the Content-Type says, and so also into each part of a multipart; what can't be
/// looked into counts as keyed.
final class KeyedBody {
    private static final Pattern KEYS =
            Pattern.compile("(?:^|[\\r\\n])\\s*a\\s*=\\s*(?:crypto|key-mgmt)\\b");
    private static final Pattern ENCODED_PART =
            Pattern.compile("content-transfer-encoding\\s*:\\s*(?:base64|quoted-printable)");

    private KeyedBody() {}

    static boolean isIn(Message message) {
        byte[] body = message.getRawContent();
        if (body == null || body.length == 0) {
            return false;
        }
        ContentEncodingHeader encoding = message.getContentEncoding();
        boolean readable = encoding == null || encoding.getEncoding().equalsIgnoreCase("identity");
        return !readable || isIn(body);
    }

    static boolean isIn(byte[] body) {
        String text = new String(body, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
        return KEYS.matcher(text).find()
                || (text.contains("application/sdp") && ENCODED_PART.matcher(text).find());
    }
}
