package org.earshot.proxy;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.sip.message.Message;

/// By which keys media are encrypted, as an answer says it. Pure.
final class MediaKeys {
    private static final Pattern SDES = Pattern.compile("(?:^|[\\r\\n])a=crypto:");
    private static final Pattern DTLS = Pattern.compile("(?:^|[\\r\\n])a=fingerprint:");

    private MediaKeys() {}

    /// `SDES` (RFC 4568), `DTLS` (RFC 5763) or `none`; empty without a session description.
    static Optional<String> of(Message message) {
        byte[] body = message.getRawContent();
        if (body == null || body.length == 0) {
            return Optional.empty();
        }
        String text = new String(body, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
        if (SDES.matcher(text).find()) {
            return Optional.of("SDES");
        }
        if (DTLS.matcher(text).find()) {
            return Optional.of("DTLS");
        }
        return text.contains("m=") ? Optional.of("none") : Optional.empty();
    }
}
