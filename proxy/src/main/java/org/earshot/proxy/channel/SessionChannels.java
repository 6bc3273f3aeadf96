package org.earshot.proxy.channel;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Whether a session description (RFC 8866) has media that carry text. Pure.
///
/// This is no SDP parser: it takes lines as the most lenient phone might, and what no phone should send it does not guess
/// at, but calls hidden. Lines end with CR, LF or both, case and white space around them do not matter.
final class SessionChannels {
    /// As a format is named, in lower case.
    static final Pattern T140 = Pattern.compile("[\\s,]t140");

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
            return PotentialChannels.in(attributes(lines), false);
        }
        String[] fields = lines.getFirst().substring(2).strip().split("\\s+", -1);
        if (fields.length < MEDIA_FIELDS) {
            return Optional.of(Channel.HIDDEN);
        }
        List<String> attributes = attributes(lines);
        return isOff(fields[1], attributes)
                ? Optional.empty()
                : ofMedium(fields[0], fields[2], attributes);
    }

    private static List<String> attributes(List<String> lines) {
        return lines.stream()
                .filter(line -> line.startsWith("a="))
                .map(line -> line.substring(2).strip())
                .toList();
    }

    /// RFC 3264 §6: nobody wants it; but see RFC 8843 §6 for what shares another's port, and RFC 6871 for what is off until
    /// another configuration of it is taken.
    private static boolean isOff(String port, List<String> attributes) {
        return port.chars().allMatch(c -> c == '0')
                && attributes.stream()
                        .noneMatch(a ->
                                isNamed(a, "bundle-only") || PotentialChannels.isConfiguration(a));
    }

    private static Optional<Channel> ofMedium(
            String media, String protocol, List<String> attributes) {
        // RFC 5547: a file, which says what it is, unless another configuration takes that off
        boolean file =
                attributes.stream().anyMatch(a -> isNamed(a, "file-selector"))
                        && attributes.stream().noneMatch(PotentialChannels::removesAttributes);
        Optional<Channel> actual = ofActual(media, protocol, attributes, file);
        return actual.isPresent() ? actual : PotentialChannels.in(attributes, file);
    }

    private static Optional<Channel> ofActual(
            String media, String protocol, List<String> attributes, boolean file) {
        if (protocol.contains("sctp")) {
            return Optional.of(Channel.DATA_CHANNEL);
        }
        if (!file && (media.equals("message") || protocol.contains("msrp"))) {
            return Optional.of(Channel.CHAT);
        }
        return media.equals("text")
                ? Optional.of(Channel.REAL_TIME_TEXT)
                : attributes.stream().flatMap(a -> ofAttribute(a).stream()).findFirst();
    }

    /// What an attribute alone says.
    static Optional<Channel> ofAttribute(String attribute) {
        return switch (name(attribute)) {
            case "sctp-port", "sctpmap", "dcmap", "dcsa" -> Optional.of(Channel.DATA_CHANNEL);
            // audio can carry it too (RFC 4351)
            case "rtpmap" ->
                    T140.matcher(attribute).find()
                            ? Optional.of(Channel.REAL_TIME_TEXT)
                            : Optional.empty();
            default -> Optional.empty();
        };
    }

    /// What stands before the colon.
    static String name(String attribute) {
        int colon = attribute.indexOf(':');
        return (colon < 0 ? attribute : attribute.substring(0, colon)).strip();
    }

    private static boolean isNamed(String attribute, String name) {
        return name(attribute).equals(name);
    }
}
