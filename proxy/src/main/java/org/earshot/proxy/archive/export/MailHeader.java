package org.earshot.proxy.archive.export;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/// Values of mail headers that hold what somebody wrote, and can't end the header. ASCII only, no line above 76 characters. Pure.
final class MailHeader {
    /// Base64 of so many bytes fits into an encoded word (RFC 2047 §2).
    private static final int WORD = 42;

    private static final int LONGEST_AS_IT_IS = 60;
    private static final int LONGEST_MAILBOX = 254;
    private static final Pattern HOST =
            Pattern.compile("[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)*"); // RFC 5322 dot-atom, and less
    private static final Pattern IPV6 = Pattern.compile("\\[([0-9A-Fa-f:.]+)]");
    private static final Pattern MEDIA_TYPE =
            Pattern.compile(
                    "[A-Za-z0-9!#$&^_.+-]+/[A-Za-z0-9!#$&^_.+-]+"
                            + "(; ?[A-Za-z0-9-]+=([A-Za-z0-9._+-]+|\"[A-Za-z0-9 ._+:/-]*\"))*");
    private static final Pattern COMPOSITE = Pattern.compile("(?i)(multipart|message)/.*");
    // RFC 5322 atext but for = and ?: some programs decode encoded words there
    private static final String ATEXT_BESIDE_ALNUM = "!#$%&'*+-/^_`{|}~.";

    private MailHeader() {}

    /// Text as it is where it is plain and short, else in encoded words. Control characters and ends of lines become spaces.
    static String text(String text) {
        String clean = text.replaceAll("[\\x00-\\x1f\\x7f-\\x9f\\u2028\\u2029]", " ");
        boolean plain =
                clean.chars().allMatch(c -> c >= ' ' && c <= '~')
                        && clean.length() <= LONGEST_AS_IT_IS
                        && !clean.contains("=?")
                        && clean.equals(clean.strip());
        return plain ? clean : encoded(clean);
    }

    private static String encoded(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        int size = 0;
        for (int c : text.codePoints().toArray()) {
            String character = Character.toString(c);
            int bytes = character.getBytes(StandardCharsets.UTF_8).length;
            if (size + bytes > WORD) {
                words.add(word.toString());
                word.setLength(0);
                size = 0;
            }
            word.append(character);
            size += bytes;
        }
        words.add(word.toString());
        return String.join(
                "\r\n ",
                words.stream()
                        .map(each ->
                                "=?utf-8?B?"
                                        + Base64.getEncoder()
                                                .encodeToString(
                                                        each.getBytes(StandardCharsets.UTF_8))
                                        + "?=")
                        .toList());
    }

    /// A mailbox (RFC 5322 §3.4) for a SIP address. What can't stand in one is percent-encoded, a host that is none becomes `invalid`.
    static String mailbox(String sip) {
        String address = sip.startsWith("sip:") ? sip.substring(4) : sip;
        int at = address.lastIndexOf('@');
        String user = at < 0 ? address : address.substring(0, at);
        String host = at < 0 ? "invalid" : address.substring(at + 1);
        if (IPV6.matcher(host).matches()) {
            host = "[IPv6:" + host.substring(1);
        } else if (!HOST.matcher(host).matches()) {
            host = "invalid";
        }
        String mailbox = "<" + local(user) + "@" + host + ">";
        return mailbox.length() > LONGEST_MAILBOX ? "<too-long@invalid>" : mailbox;
    }

    private static String local(String user) {
        boolean dots = user.startsWith(".") || user.endsWith(".") || user.contains("..");
        StringBuilder local = new StringBuilder();
        for (byte each : user.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (each & 0xff);
            boolean alnum =
                    (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (alnum || (ATEXT_BESIDE_ALNUM.indexOf(c) >= 0 && !(dots && c == '.'))) {
                local.append(c);
            } else {
                local.append(String.format("%%%02X", (int) c));
            }
        }
        return local.isEmpty() ? "unknown" : local.toString();
    }

    /// A media type, where it is a plain one whose body may be in Base64 (RFC 2045 §6.4); else `application/octet-stream`.
    static String mediaType(String type) {
        return type.length() <= 200
                        && MEDIA_TYPE.matcher(type).matches()
                        && !COMPOSITE.matcher(type).matches()
                ? type
                : "application/octet-stream";
    }
}
