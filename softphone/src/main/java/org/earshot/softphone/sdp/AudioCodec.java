package org.earshot.softphone.sdp;

import org.earshot.softphone.media.AudioWishes;
import org.earshot.softphone.media.CodecName;

/// The audio codecs that we speak (RFC 7587, RFC 3551), in the order in which we offer them.
public enum AudioCodec {
    OPUS(CodecName.OPUS, "opus", 96, 48_000, 2),
    G722(CodecName.G722, "G722", 9, 8_000, 1),
    PCMU(CodecName.PCMU, "PCMU", 0, 8_000, 1),
    PCMA(CodecName.PCMA, "PCMA", 8, 8_000, 1);

    private final CodecName mediaName;
    private final String encodingName;
    private final int payloadType;
    private final int clockRate;
    private final int channels;

    AudioCodec(
            CodecName mediaName,
            String encodingName,
            int payloadType,
            int clockRate,
            int channels) {
        this.mediaName = mediaName;
        this.encodingName = encodingName;
        this.payloadType = payloadType;
        this.clockRate = clockRate;
        this.channels = channels;
    }

    CodecName mediaName() {
        return mediaName;
    }

    /// As in `a=rtpmap`.
    public String encodingName() {
        return encodingName;
    }

    /// Of RTP timestamps, in Hz.
    public int clockRate() {
        return clockRate;
    }

    /// The payload type in our own offers; for all but Opus everybody's (RFC 3551 §6).
    int payloadType() {
        return payloadType;
    }

    /// The value of our `a=fmtp`, "" for none.
    String parameters(AudioWishes wishes) {
        return this == OPUS ? OpusParameters.describe(wishes) : "";
    }

    String rtpmap() {
        return encodingName + clock();
    }

    /// As it stands behind the name in `a=rtpmap`.
    String clock() {
        return "/" + clockRate + (channels == 1 ? "" : "/" + channels);
    }

    boolean matches(RtpFormat format) {
        return format.encodingName().equalsIgnoreCase(encodingName)
                && format.clockRate() == clockRate
                && format.channels() == channels;
    }
}
