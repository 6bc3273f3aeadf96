package org.earshot.interop;

import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import org.earshot.softphone.media.codec.Codec;
import org.earshot.softphone.media.codec.Codecs;
import org.earshot.softphone.media.codec.Decoder;
import org.earshot.softphone.media.codec.Encoder;

/// What the codecs alone leave of the speech that [BadNetworkBench] speaks: encoded in packets of 20 ms and decoded, nothing between. More than
/// this no network gives.
///
/// `bin/bench codecs [SECONDS]`: 12 s.
final class CodecsBench {
    private static final int PACKET = 960;
    private static final int[] BITS_PER_SECOND = {24_000, 34_000, 48_000, 64_000, 96_000};

    private CodecsBench() {}

    public static void main(String[] arguments) throws IOException {
        int seconds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 12;
        short[] both = Recording.bothVoices();
        short[] speech = new short[seconds * 48_000];
        for (int i = 0; i < speech.length; i++) {
            speech[i] = both[i % both.length];
        }
        Codecs codecs = Codecs.detect();
        System.out.printf(Locale.ROOT, "%-28s %s%n", "codec", SpeechJudgement.header());
        for (int bitsPerSecond : BITS_PER_SECOND) {
            for (int loss : new int[] {0, 5}) {
                print(
                        "opus, %d b/s, for %d %% loss".formatted(bitsPerSecond, loss),
                        speech,
                        heard(codecs.opus(), speech, bitsPerSecond, loss));
            }
        }
        for (Codec codec : new Codec[] {codecs.g722(), codecs.pcmu(), codecs.pcma()}) {
            print(codec.name(), speech, heard(codec, speech, 64_000, 0));
        }
    }

    private static short[] heard(Codec codec, short[] speech, int bitsPerSecond, int loss) {
        short[] heard = new short[speech.length + Codec.MAX_SAMPLES];
        byte[] payload = new byte[Codec.MAX_PAYLOAD];
        try (Encoder encoder = codec.newEncoder();
                Decoder decoder = codec.newDecoder()) {
            encoder.bitrate(bitsPerSecond);
            encoder.expectLoss(loss);
            int written = 0;
            for (int at = 0; at + PACKET <= speech.length; at += PACKET) {
                int length = encoder.encode(speech, at, PACKET, payload, 0);
                written += decoder.decode(payload, 0, length, heard, written);
            }
        }
        return Arrays.copyOf(heard, speech.length);
    }

    private static void print(String name, short[] said, short[] heard) {
        System.out.printf(
                Locale.ROOT,
                "%-28s %s%n",
                name,
                SpeechJudgement.of(new MouthToEar.Said(said, heard)));
    }
}
