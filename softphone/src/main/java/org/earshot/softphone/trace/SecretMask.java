package org.earshot.softphone.trace;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Takes out of a SIP message what nobody but its two ends should have: passwords and what is made of them, keys, tokens, and what people
/// wrote. It names what may stay, where that can be named: a body of a kind that is not known here goes. Pure; takes any text.
public final class SecretMask {
    private static final String HIDDEN = "***";

    /// Headers of which nothing stays.
    private static final Set<String> WHOLE = Set.of("subject", "s", "alert-info", "call-info");

    /// Of our server's own headers these hold no secret; of others, such as the credentials of a relay, nothing stays.
    private static final String OURS = "earshot-";

    private static final Set<String> OURS_READABLE =
            Set.of(
                    "earshot-policy",
                    "earshot-notice",
                    "earshot-withheld",
                    "earshot-wants",
                    "earshot-service");

    /// Headers whose secrets are in parameters.
    private static final Set<String> CREDENTIALS =
            Set.of("authorization", "proxy-authorization", "authentication-info");

    private static final Set<String> ROUTES =
            Set.of("route", "record-route", "path", "service-route");

    /// What machines write to each other and holds no secret.
    private static final Set<String> READABLE =
            Set.of(
                    "message/sipfrag",
                    "application/vq-rtcpxr",
                    "application/simple-message-summary");

    private static final Pattern DIGEST_SECRET =
            Pattern.compile("(?i)\\b(response|rspauth|cnonce)\\s*=\\s*(\"[^\"]*+\"?|[^\\s,]++)");
    // Each takes a whole address in one go, so that no text takes long.
    private static final Pattern WEB = Pattern.compile("(?i)\\b((?:https?|wss?)://)([^\\s\"<>]*+)");
    private static final Pattern RELAY =
            Pattern.compile("(?i)\\b((?:turns?|stuns?):)([^\\s\"<>]*+)");
    private static final Pattern MSRP = Pattern.compile("(?i)\\b(msrps?://)([^\\s;]*+)");
    private static final Pattern SIP = Pattern.compile("(?i)\\b(sips?:)([^\\s\"<>;,]*+)");
    private static final Pattern LONG_VALUE =
            Pattern.compile("(=|:)\"?[A-Za-z0-9+/_.~|-]{20,}+={0,2}\"?");

    /// By its instance a server knows a device (docs/decisions/0014).
    private static final Pattern INSTANCE = Pattern.compile("(?i)urn:uuid:[0-9a-f-]++");

    private static final Pattern INLINE = Pattern.compile("(?i)inline:[^\\s|;]++");
    private static final Pattern FILE_NAME = Pattern.compile("(?i)\\bname:\"[^\"]*+\"?");

    private SecretMask() {}

    /// The message as it may be shown, with lines ended by `\n`.
    public static String mask(String message) {
        TracedMessage parts = TracedMessage.of(message);
        StringBuilder shown = new StringBuilder(message.length());
        shown.append(urls(parts.start())).append('\n');
        for (String line : parts.headers()) {
            shown.append(header(line)).append('\n');
        }
        shown.append('\n');
        if (!parts.body().isEmpty()) {
            shown.append(body(parts)).append('\n');
        }
        return shown.toString();
    }

    private static String header(String line) {
        String name = TracedMessage.nameOf(line);
        String before = line.substring(0, line.indexOf(':') + 1);
        if (name.isEmpty()) {
            return HIDDEN; // no header: it could be anything
        }
        String value = line.substring(before.length());
        if (WHOLE.contains(name) || (name.startsWith(OURS) && !OURS_READABLE.contains(name))) {
            return before + " " + HIDDEN;
        }
        if (CREDENTIALS.contains(name)) {
            return before + credentials(name, value);
        }
        if (ROUTES.contains(name)) {
            return before + LONG_VALUE.matcher(urls(value)).replaceAll("$1" + HIDDEN);
        }
        return before + urls(value);
    }

    private static String credentials(String name, String value) {
        boolean digest =
                name.equals("authentication-info")
                        || value.strip().regionMatches(true, 0, "Digest ", 0, 7);
        return digest
                ? DIGEST_SECRET.matcher(value).replaceAll("$1=\"" + HIDDEN + "\"")
                : " " + HIDDEN;
    }

    private static String urls(String text) {
        String shown =
                WEB.matcher(text).replaceAll(m -> quoted(m.group(1) + host(m.group(2), "/?#")));
        shown = RELAY.matcher(shown).replaceAll(m -> quoted(m.group(1) + host(m.group(2), "?")));
        shown = MSRP.matcher(shown).replaceAll(m -> quoted(m.group(1) + host(m.group(2), "/")));
        shown =
                SIP.matcher(shown)
                        .replaceAll(m -> quoted(m.group(1) + withoutPassword(m.group(2))));
        return INSTANCE.matcher(shown).replaceAll("urn:uuid:" + HIDDEN);
    }

    private static String quoted(String replacement) {
        return Matcher.quoteReplacement(replacement);
    }

    /// What stands before the first of some characters, and that there was more.
    private static String host(String address, String ends) {
        int end = 0;
        while (end < address.length() && ends.indexOf(address.charAt(end)) < 0) {
            end++;
        }
        String host = address.substring(0, end);
        int at = host.lastIndexOf('@');
        return (at < 0 ? host : HIDDEN + host.substring(at))
                + (end + 1 < address.length() ? address.charAt(end) + HIDDEN : "");
    }

    private static String withoutPassword(String address) {
        int at = address.lastIndexOf('@');
        int colon = address.indexOf(':');
        return colon < 0 || colon > at
                ? address
                : address.substring(0, colon + 1) + HIDDEN + address.substring(at);
    }

    private static String body(TracedMessage parts) {
        String type = parts.contentType();
        if (type.equals("application/sdp")) {
            StringBuilder shown = new StringBuilder();
            parts.body().lines().forEach(line -> shown.append(sdp(line)).append('\n'));
            return shown.toString().stripTrailing();
        }
        if (READABLE.contains(type)) {
            return urls(parts.body()).stripTrailing();
        }
        return "["
                + parts.body().length()
                + " characters"
                + (type.isEmpty() ? "" : " of " + type)
                + "]";
    }

    /// RFC 8866; what a session says in free words goes too.
    private static String sdp(String line) {
        String lower = line.toLowerCase(Locale.ROOT);
        if (lower.startsWith("k=") || lower.startsWith("i=") || lower.startsWith("s=")) {
            return line.substring(0, 2) + (line.substring(2).strip().equals("-") ? "-" : HIDDEN);
        }
        if (lower.startsWith("a=crypto") || lower.contains("inline:")) {
            return INLINE.matcher(line).replaceAll("inline:" + HIDDEN);
        }
        for (String secret : new String[] {"a=ice-pwd:", "a=key-mgmt:", "a=dtls-psk:"}) {
            if (lower.startsWith(secret)) {
                return line.substring(0, secret.length()) + HIDDEN;
            }
        }
        return FILE_NAME.matcher(urls(line)).replaceAll("name:\"" + HIDDEN + "\"");
    }
}
