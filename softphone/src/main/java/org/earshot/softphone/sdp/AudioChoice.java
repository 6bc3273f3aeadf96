package org.earshot.softphone.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.earshot.softphone.media.AudioWishes;
import org.earshot.softphone.media.CodecChoice;
import org.earshot.softphone.media.CodecChoice.OtherCodec;
import org.earshot.softphone.media.RedundancyChoice;
import org.earshot.softphone.media.TelephoneEventChoice;
import org.earshot.softphone.media.codec.OpusMode;
import org.earshot.softphone.media.noise.NoiseModel;

/// Which codec, by which numbers (RFC 3264 §6.1: the other side's order counts).
///
/// @param format the other side's
/// @param events the other side's format of keys, if any
/// @param redundancy the other side's format of older audio beside the codec's, if any
/// @param comfortNoise whether both sides want it in place of silence, and the codec has none itself
record AudioChoice(
        AudioCodec codec,
        RtpFormat format,
        Optional<RtpFormat> events,
        Optional<RtpFormat> redundancy,
        boolean comfortNoise) {

    /// In our own offers.
    static final int REDUNDANCY = 98;

    /// The first of the other side's formats that we speak.
    static Optional<AudioChoice> from(MediaDescription remote, MediaPolicy policy) {
        List<RtpFormat> formats = RtpFormat.of(remote);
        boolean noise =
                policy.wishes().comfortNoise()
                        && formats.stream().anyMatch(RtpFormat::isComfortNoise);
        for (RtpFormat format : formats) {
            for (AudioCodec codec : AudioCodec.values()) {
                if (codec.matches(format)) {
                    return Optional.of(
                            new AudioChoice(
                                    codec,
                                    format,
                                    events(formats, codec),
                                    redundancy(formats, codec, format),
                                    noise && codec.mediaName().hasNoise()));
                }
            }
        }
        return Optional.empty();
    }

    /// Opus alone: G.711 and G.722 are for phones that know of nothing else.
    private static Optional<RtpFormat> redundancy(
            List<RtpFormat> formats, AudioCodec codec, RtpFormat format) {
        return formats.stream()
                .filter(f -> codec == AudioCodec.OPUS && f.isRedundancyOf(format))
                .findFirst();
    }

    /// RFC 4733 §2.1: the clock of the audio, where there is a choice.
    private static Optional<RtpFormat> events(List<RtpFormat> formats, AudioCodec codec) {
        List<RtpFormat> all = formats.stream().filter(RtpFormat::isTelephoneEvent).toList();
        return all.stream()
                .filter(f -> f.clockRate() == codec.clockRate())
                .findFirst()
                .or(() -> all.stream().findFirst());
    }

    /// How keys travel when `ours` stands in our description.
    Optional<TelephoneEventChoice> telephoneEvents(MediaDescription ours) {
        List<RtpFormat> all =
                RtpFormat.of(ours).stream().filter(RtpFormat::isTelephoneEvent).toList();
        return events.flatMap(theirs ->
                all.stream()
                        .filter(f -> f.clockRate() == theirs.clockRate())
                        .findFirst()
                        .map(f ->
                                new TelephoneEventChoice(
                                        theirs.payloadType(),
                                        f.payloadType(),
                                        f.clockRate(),
                                        all.stream()
                                                .filter(other -> !other.equals(f))
                                                .mapToInt(RtpFormat::payloadType)
                                                .findFirst())));
    }

    /// The codec as the media session wants it, when `ours` stands in our description: what comes in
    /// carries our number for it (RFC 3264 §6.1).
    CodecChoice codec(MediaDescription ours, int packetMs, AudioWishes wishes) throws SdpException {
        List<RtpFormat> formats = RtpFormat.of(ours);
        boolean noise = comfortNoise && formats.stream().anyMatch(RtpFormat::isComfortNoise);
        for (RtpFormat own : formats) {
            if (codec.matches(own)) {
                return new CodecChoice(
                        codec.mediaName(),
                        format.payloadType(),
                        own.payloadType(),
                        packetMs,
                        noise,
                        codec == AudioCodec.OPUS
                                ? OpusParameters.mode(format.fmtp(), wishes)
                                : OpusMode.USUAL,
                        redundancy.flatMap(theirs ->
                                redundancy(formats, codec, own)
                                        .map(f ->
                                                new RedundancyChoice(
                                                        theirs.payloadType(), f.payloadType()))),
                        others(formats, own));
            }
        }
        throw new SdpException("answered with a codec that was not offered");
    }

    /// What else stands in our description: who answered with several codecs may send any of them (RFC 3264 §6.1), and some do so who answered with
    /// one.
    private static List<OtherCodec> others(List<RtpFormat> ours, RtpFormat agreed) {
        List<OtherCodec> out = new ArrayList<>();
        for (RtpFormat format : ours) {
            for (AudioCodec codec : AudioCodec.values()) {
                if (!format.equals(agreed) && codec.matches(format)) {
                    out.add(new OtherCodec(codec.mediaName(), format.payloadType()));
                }
            }
        }
        return out;
    }

    /// Formats of an answer: the codec, comfort noise and the keys, by the offer's numbers.
    List<String> answerFormats() {
        List<String> out = new ArrayList<>();
        out.add(Integer.toString(format.payloadType()));
        redundancy.ifPresent(r -> out.add(Integer.toString(r.payloadType())));
        if (comfortNoise) {
            out.add(Integer.toString(NoiseModel.PAYLOAD_TYPE));
        }
        events.ifPresent(e -> out.add(Integer.toString(e.payloadType())));
        return out;
    }

    /// rtpmap and fmtp of an answer.
    List<Attribute> answerAttributes(AudioWishes wishes) {
        List<Attribute> out = new ArrayList<>(describe(codec, format.payloadType(), wishes));
        redundancy.ifPresent(
                r -> out.addAll(describeRedundancy(r.payloadType(), format.payloadType(), codec)));
        if (comfortNoise) {
            out.add(describeComfortNoise());
        }
        events.ifPresent(e -> out.addAll(describeEvents(e.payloadType(), e.clockRate())));
        return out;
    }

    static List<Attribute> describe(AudioCodec codec, int payloadType, AudioWishes wishes) {
        List<Attribute> out = new ArrayList<>();
        out.add(new Attribute("rtpmap", payloadType + " " + codec.rtpmap()));
        String parameters = codec.parameters(wishes);
        if (!parameters.isEmpty()) {
            out.add(new Attribute("fmtp", payloadType + " " + parameters));
        }
        return out;
    }

    static List<Attribute> describeRedundancy(int payloadType, int of, AudioCodec codec) {
        return List.of(
                new Attribute("rtpmap", payloadType + " red" + codec.clock()),
                new Attribute("fmtp", payloadType + " " + of + "/" + of));
    }

    static Attribute describeComfortNoise() {
        return new Attribute("rtpmap", NoiseModel.PAYLOAD_TYPE + " CN/8000");
    }

    static List<Attribute> describeEvents(int payloadType, int clockRate) {
        return List.of(
                new Attribute("rtpmap", payloadType + " telephone-event/" + clockRate),
                new Attribute("fmtp", payloadType + " 0-15"));
    }
}
