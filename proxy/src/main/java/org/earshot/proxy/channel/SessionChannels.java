package org.earshot.proxy.channel;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Whether a session description (RFC 8866) has media that carry text. Pure.
///
/// This is no SDP parser: it takes lines as the most lenient phone might, and what no phone should send it does not guess
/// at, but calls hidden. Lines end with CR, LF or both, case and white space around them do not matter.
final class SessionChannels {
    private static final int MEDIA_FIELDS = 4;

    private SessionChannels() {}

    /// @param sdp at least one byte; never throws
    static Optional<Channel> in(byte[] sdp) {
        List<String> lines = lines(sdp);
        if (lines.isEmpty()
                || !lines.getFirst().startsWith("v=")
                || !lines.stream().allMatch(SessionChannels::isLine)) {
            return Optional.of(Channel.HIDDEN);
        }
        List<List<String>> sections = new ArrayList<>();
        sections.add(new ArrayList<>());
        for (String line : lines) {
            if (line.startsWith("m=")) {
                sections.add(new ArrayList<>());
            }
            sections.getLast().add(line);
        }
        return sections.stream().flatMap(section -> ofSection(section).stream()).findFirst();
    }

    private static List<String> lines(byte[] sdp) {
        String text = new String(sdp, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
        return text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    }

    private static boolean isLine(String line) {
        return line.length() >= 2
                && line.charAt(0) >= 'a'
                && line.charAt(0) <= 'z'
                && line.charAt(1) == '='
                && line.indexOf('\0') < 0; // UTF-16, or a string that ends early
    }

    /// @param lines the session's own, or those of a medium, beginning with its `m=`
    private static Optional<Channel> ofSection(List<String> lines) {
        if (!lines.getFirst().startsWith("m=")) {
            return Optional.empty();
        }
        String[] fields = lines.getFirst().substring(2).strip().split("\\s+", -1);
        if (fields.length < MEDIA_FIELDS) {
            return Optional.of(Channel.HIDDEN);
        }
        List<String> attributes =
                lines.stream()
                        .filter(line -> line.startsWith("a="))
                        .map(line -> line.substring(2).strip())
                        .toList();
        if (isOff(fields[1]) && attributes.stream().noneMatch(a -> isNamed(a, "bundle-only"))) {
            return Optional.empty();
        }
        return ofMedium(fields[0], fields[2], attributes);
    }

    /// RFC 3264 §6: nobody wants it; but see RFC 8843 §6 for what shares another's port.
    private static boolean isOff(String port) {
        return port.chars().allMatch(c -> c == '0');
    }

    private static Optional<Channel> ofMedium(
            String media, String protocol, List<String> attributes) {
        if (speaks(protocol, attributes, "sctp")
                || attributes.stream()
                        .anyMatch(a ->
                                isNamed(a, "sctp-port")
                                        || isNamed(a, "sctpmap")
                                        || isNamed(a, "dcmap"))) {
            return Optional.of(Channel.DATA_CHANNEL);
        }
        if (media.equals("message") || speaks(protocol, attributes, "msrp")) {
            // RFC 5547: a file, which says what it is
            return attributes.stream().anyMatch(a -> isNamed(a, "file-selector"))
                    ? Optional.empty()
                    : Optional.of(Channel.CHAT);
        }
        boolean t140 = attributes.stream().anyMatch(SessionChannels::isT140);
        return media.equals("text") || t140
                ? Optional.of(Channel.REAL_TIME_TEXT)
                : Optional.empty();
    }

    /// Also where it is only what a phone could do (RFC 5939 §3.4.2).
    private static boolean speaks(String protocol, List<String> attributes, String name) {
        return protocol.contains(name)
                || attributes.stream().anyMatch(a -> isNamed(a, "tcap") && a.contains(name));
    }

    /// Audio can carry it too (RFC 4351).
    private static boolean isT140(String attribute) {
        return isNamed(attribute, "rtpmap") && attribute.contains(" t140");
    }

    private static boolean isNamed(String attribute, String name) {
        int colon = attribute.indexOf(':');
        return (colon < 0 ? attribute : attribute.substring(0, colon)).strip().equals(name);
    }
}
