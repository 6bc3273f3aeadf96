package org.earshot.proxy;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.sip.message.Message;

/// By which keys media are encrypted, as an answer says it. Pure.
final class MediaKeys {
    private static final Pattern SDES = Pattern.compile("(?:^|[\\r\\n])a=crypto:");
    private static final Pattern FINGERPRINT = Pattern.compile("(?:^|[\\r\\n])a=fingerprint:");
    private static final Pattern TCP = Pattern.compile("(?:^|[\\r\\n])m=\\S+ +[1-9]\\d* +tcp/tls/");
    private static final Pattern UDP = Pattern.compile("(?:^|[\\r\\n])m=\\S+ +[1-9]\\d* +udp/tls/");

    private MediaKeys() {}

    /// `SDES` (RFC 4568), `DTLS` (RFC 5763), `TLS` (RFC 8122, for files) or `none`; empty without a session description.
    static Optional<String> of(Message message) {
        byte[] body = message.getRawContent();
        if (body == null || body.length == 0) {
            return Optional.empty();
        }
        String text = new String(body, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
        if (SDES.matcher(text).find()) {
            return Optional.of("SDES");
        }
        if (FINGERPRINT.matcher(text).find()) {
            boolean tcpAlone = TCP.matcher(text).find() && !UDP.matcher(text).find();
            return Optional.of(tcpAlone ? "TLS" : "DTLS");
        }
        return text.contains("m=") ? Optional.of("none") : Optional.empty();
    }
}
