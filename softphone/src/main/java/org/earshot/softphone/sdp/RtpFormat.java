package org.earshot.softphone.sdp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.earshot.softphone.media.noise.NoiseModel;

/// A payload type of an m= line and what its rtpmap and fmtp say (RFC 4566 §6).
///
/// @param fmtp "" for none
record RtpFormat(int payloadType, String encodingName, int clockRate, int channels, String fmtp) {
    private static final Pattern RTPMAP =
            Pattern.compile("([0-9]{1,3})[ \t]+([^/\\s]+)/([0-9]{1,7})(?:/([0-9]{1,2}))?\\s*");
    private static final Pattern FMTP = Pattern.compile("([0-9]{1,3})[ \t]+(.*)");

    /// The formats of an RTP medium in its order; those that nobody can name are left out.
    static List<RtpFormat> of(MediaDescription medium) {
        List<RtpFormat> formats = new ArrayList<>();
        for (String text : medium.formats()) {
            if (!text.matches("[0-9]{1,3}") || !isPayloadType(Integer.parseInt(text))) {
                continue;
            }
            int payloadType = Integer.parseInt(text);
            RtpFormat format = find(medium, payloadType);
            if (format != null && formats.stream().noneMatch(f -> f.payloadType == payloadType)) {
                formats.add(format);
            }
        }
        return formats;
    }

    /// RFC 5761 §4: 64–95 can't be told from RTCP.
    private static boolean isPayloadType(int number) {
        return number < 64 || (number > 95 && number < 128);
    }

    private static RtpFormat find(MediaDescription medium, int payloadType) {
        String fmtp = "";
        for (String value : medium.attributes("fmtp")) {
            Matcher match = FMTP.matcher(value);
            if (match.matches() && Integer.parseInt(match.group(1)) == payloadType) {
                fmtp = match.group(2).strip();
            }
        }
        for (String value : medium.attributes("rtpmap")) {
            Matcher match = RTPMAP.matcher(value);
            if (match.matches() && Integer.parseInt(match.group(1)) == payloadType) {
                int channels = match.group(4) == null ? 1 : Integer.parseInt(match.group(4));
                return new RtpFormat(
                        payloadType,
                        match.group(2),
                        Integer.parseInt(match.group(3)),
                        channels,
                        fmtp);
            }
        }
        // RFC 3551 §6: the static types need no rtpmap
        return switch (payloadType) {
            case 0 -> new RtpFormat(0, "PCMU", 8_000, 1, fmtp);
            case 8 -> new RtpFormat(8, "PCMA", 8_000, 1, fmtp);
            case 9 -> new RtpFormat(9, "G722", 8_000, 1, fmtp);
            case 13 -> new RtpFormat(13, "CN", 8_000, 1, fmtp);
            default -> null;
        };
    }

    /// Comfort noise (RFC 3389) by its static number, as all phones call it.
    boolean isComfortNoise() {
        return payloadType == NoiseModel.PAYLOAD_TYPE
                && encodingName.equalsIgnoreCase("CN")
                && clockRate == 8_000;
    }

    /// Keys (RFC 4733), by the clock of one of our codecs.
    boolean isTelephoneEvent() {
        return encodingName.equalsIgnoreCase("telephone-event")
                && (clockRate == 8_000 || clockRate == 48_000);
    }

    /// Older audio of a codec beside what is new (RFC 2198 §5: each block's payload type, with slashes between).
    boolean isRedundancyOf(RtpFormat codec) {
        return encodingName.equalsIgnoreCase("red")
                && clockRate == codec.clockRate
                && channels == codec.channels
                && !fmtp.isEmpty()
                && Arrays.stream(fmtp.split("/", -1))
                        .allMatch(each -> each.strip().equals(Integer.toString(codec.payloadType)));
    }
}
