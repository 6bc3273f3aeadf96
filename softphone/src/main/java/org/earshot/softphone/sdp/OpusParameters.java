package org.earshot.softphone.sdp;

import java.util.Locale;
import java.util.regex.Pattern;
import org.earshot.softphone.media.AudioWishes;
import org.earshot.softphone.media.codec.OpusMode;

/// The parameters of Opus in `a=fmtp` (RFC 7587 §6.1), of which each side describes what it prefers to get. Pure.
final class OpusParameters {
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

    private OpusParameters() {}

    /// Ours: one channel, redundancy, and what our user wants.
    static String describe(AudioWishes wishes) {
        return "useinbandfec=1;stereo=0;sprop-stereo=0"
                + (wishes.constantBitrate() ? ";cbr=1" : "")
                + (wishes.comfortNoise() ? ";usedtx=1" : "");
    }

    /// How we send. What isn't said, or makes no sense, has the RFC's default; a parameter that stands twice counts as it stands last.
    ///
    /// @param theirs the value of their `a=fmtp`, without the number; "" for none
    static OpusMode mode(String theirs, AudioWishes ours) {
        boolean redundancy = false;
        boolean constant = false;
        boolean discontinuous = false;
        int bitrate = OpusMode.MOST_BITS_PER_SECOND;
        int playback = OpusMode.MOST_PLAYBACK_HZ;
        for (String parameter : theirs.split(";", -1)) {
            int equals = parameter.indexOf('=');
            if (equals < 0) {
                continue;
            }
            String value = parameter.substring(equals + 1).strip();
            switch (parameter.substring(0, equals).strip().toLowerCase(Locale.ROOT)) {
                case "useinbandfec" -> redundancy = value.equals("1");
                case "cbr" -> constant = value.equals("1");
                case "usedtx" -> discontinuous = value.equals("1");
                case "maxaveragebitrate" ->
                        bitrate =
                                within(
                                        value,
                                        OpusMode.LEAST_BITS_PER_SECOND,
                                        OpusMode.MOST_BITS_PER_SECOND);
                case "maxplaybackrate" ->
                        playback =
                                within(
                                        value,
                                        OpusMode.LEAST_PLAYBACK_HZ,
                                        OpusMode.MOST_PLAYBACK_HZ);
                default -> {} // how it sends (sprop-…), channels, and what is not known yet
            }
        }
        return new OpusMode(
                redundancy,
                constant || ours.constantBitrate(),
                discontinuous && ours.comfortNoise(),
                ours.lowDelay(),
                bitrate,
                playback);
    }

    /// RFC 7587 §6.1: values beyond these are not allowed.
    private static int within(String value, int least, int most) {
        return NUMBER.matcher(value).matches()
                ? Math.clamp(Integer.parseInt(value), least, most)
                : most;
    }
}
