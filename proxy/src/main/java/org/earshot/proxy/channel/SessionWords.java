package org.earshot.proxy.channel;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.sip.message.Message;

/// What a session description (RFC 8866) has for people, and for nothing else: the session's name, information, addresses of people
/// and pages, and attributes that no phone needs. It goes; what phones agree upon stays, byte by byte. Pure.
public final class SessionWords {
    private static final Pattern LINE = Pattern.compile("([^\\r\\n]*)(\\r\\n|\\r|\\n|\\z)");

    private static final int ORIGIN_FIELDS = 6;
    private static final int MEDIA_FIELDS = 3;

    private SessionWords() {}

    /// Takes them out of the session descriptions of a message.
    ///
    /// @return what stands in its body then; empty where nothing has to go; never throws
    public static Optional<byte[]> removed(Message message) {
        Optional<byte[]> changed = Optional.empty();
        for (byte[] sdp : OfferedChannel.sessions(message)) {
            byte[] bare = without(sdp);
            if (!Arrays.equals(bare, sdp)) {
                changed =
                        Optional.of(replace(changed.orElseGet(message::getRawContent), sdp, bare));
            }
        }
        return changed;
    }

    /// In a multipart it stands among others.
    private static byte[] replace(byte[] in, byte[] part, byte[] by) {
        if (Arrays.equals(in, part)) {
            return by;
        }
        String text = new String(in, StandardCharsets.ISO_8859_1);
        return text.replace(
                        new String(part, StandardCharsets.ISO_8859_1),
                        new String(by, StandardCharsets.ISO_8859_1))
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    /// The same without words; never throws.
    static byte[] without(byte[] sdp) {
        StringBuilder out = new StringBuilder(sdp.length);
        Matcher lines = LINE.matcher(new String(sdp, StandardCharsets.ISO_8859_1));
        while (lines.find()) {
            String line = lines.group(1);
            String passing = line.isBlank() ? line : passing(line.strip());
            if (passing.equals(line.strip())) {
                out.append(line).append(lines.group(2));
            } else if (!passing.isEmpty()) {
                out.append(passing).append(lines.group(2));
            }
        }
        return out.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    /// @return empty for a line that goes
    private static String passing(String line) {
        if (line.length() < 2 || line.charAt(1) != '=') {
            return "";
        }
        String value = line.substring(2);
        return switch (Character.toLowerCase(line.charAt(0))) {
            case 's' -> line.charAt(0) + "=-";
            case 'o' -> line.charAt(0) + "=" + fields(value, ORIGIN_FIELDS);
            case 'm' -> line.charAt(0) + "=" + medium(value);
            case 'v' -> onlyIf(line, value, "\\s*\\d+");
            case 'c' -> onlyIf(line, value, "\\s*\\S+\\s+\\S+\\s+\\S+");
            case 'b' -> onlyIf(line, value, "\\s*[\\w-]+\\s*:\\s*[\\d.]+");
            case 't', 'r', 'z' -> onlyIf(line, value, "[0-9dhms\\s-]+");
            case 'k' -> onlyIf(line, value, "\\S+");
            case 'a' -> SessionAttributes.passes(value.strip()) ? line : "";
            default -> "";
        };
    }

    private static String onlyIf(String line, String value, String grammar) {
        return value.matches(grammar) ? line : "";
    }

    private static String fields(String value, int most) {
        String[] all = value.strip().split("\\s+", -1);
        return all.length <= most ? value : String.join(" ", Arrays.copyOf(all, most));
    }

    /// Formats of RTP are numbers; those of others are one word each.
    private static String medium(String value) {
        String[] all = value.strip().split("\\s+", -1);
        if (all.length <= MEDIA_FIELDS) {
            return value;
        }
        boolean rtp = all[2].toUpperCase(Locale.ROOT).contains("RTP/");
        boolean known =
                rtp
                        ? Arrays.stream(all).skip(MEDIA_FIELDS).allMatch(f -> f.matches("\\d{1,3}"))
                        : all.length == MEDIA_FIELDS + 1;
        if (known) {
            return value;
        }
        return rtp
                ? String.join(" ", Arrays.copyOf(all, MEDIA_FIELDS))
                        + Arrays.stream(all)
                                .skip(MEDIA_FIELDS)
                                .filter(f -> f.matches("\\d{1,3}"))
                                .map(f -> " " + f)
                                .collect(Collectors.joining())
                : String.join(" ", Arrays.copyOf(all, MEDIA_FIELDS + 1));
    }
}
