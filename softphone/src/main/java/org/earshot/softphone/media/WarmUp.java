package org.earshot.softphone.media;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Random;
import org.earshot.softphone.media.codec.Codec;
import org.earshot.softphone.media.codec.Codecs;
import org.earshot.softphone.media.codec.Decoder;
import org.earshot.softphone.media.codec.Encoder;
import org.earshot.softphone.media.jitter.JitterBuffer;
import org.earshot.softphone.media.jitter.JitterSettings;
import org.earshot.softphone.media.rtp.RtpHeader;
import org.earshot.softphone.media.srtp.SrtpContext;
import org.earshot.softphone.media.srtp.SrtpKeys;
import org.earshot.softphone.media.srtp.SrtpSuite;
import org.earshot.softphone.media.srtp.Unprotected;

/// Sends some seconds of noise through encoder, SRTP, jitter buffer and decoder, as fast as it goes and nowhere else, so that
/// the JVM has compiled them before the first call: a cold one stutters for the first two seconds on a busy machine.
public final class WarmUp {
    private static final int PACKETS = 250;
    private static final int SAMPLES = 960;
    private static final int FRAME = 480;
    private static final int PAYLOAD_TYPE = 96;
    private static final long PACKET_NANOS = 20_000_000;
    private static final int LOST_EVERY = 25;

    private WarmUp() {}

    /// Takes some tenths of a second of one core. Any thread; touches neither devices nor network.
    ///
    /// @return how many frames came out, for a test
    public static int run(Codecs codecs) {
        int frames = 0;
        for (Codec codec : new Codec[] {codecs.opus(), codecs.g722(), codecs.pcmu()}) {
            frames += run(codec);
        }
        return frames;
    }

    private static int run(Codec codec) {
        SrtpKeys keys = SrtpKeys.generate(SrtpSuite.AEAD_AES_256_GCM, new SecureRandom());
        Random noise = new Random(1);
        short[] sound = new short[SAMPLES];
        short[] heard = new short[FRAME];
        byte[] packet = new byte[RtpHeader.FIXED_BYTES + Codec.MAX_PAYLOAD + 64];
        int frames = 0;
        try (Encoder encoder = codec.newEncoder();
                Decoder decoder = codec.newDecoder();
                SrtpContext outbound = new SrtpContext(keys);
                SrtpContext inbound = new SrtpContext(keys)) {
            JitterBuffer buffer = new JitterBuffer(JitterSettings.DEFAULT);
            buffer.decoder(PAYLOAD_TYPE, decoder);
            for (int i = 0; i < PACKETS; i++) {
                for (int s = 0; s < SAMPLES; s++) {
                    sound[s] = (short) (noise.nextGaussian() * 1000);
                }
                int timestamp = i * codec.rtpTicks(SAMPLES);
                RtpHeader.write(ByteBuffer.wrap(packet), i == 0, PAYLOAD_TYPE, i, timestamp, 1);
                int payload = encoder.encode(sound, 0, SAMPLES, packet, RtpHeader.FIXED_BYTES);
                int length = outbound.protect(packet, RtpHeader.FIXED_BYTES + payload);
                if (inbound.unprotect(packet, length) instanceof Unprotected.Accepted accepted
                        && i % LOST_EVERY != 0) {
                    buffer.insert(
                            PAYLOAD_TYPE,
                            i,
                            timestamp,
                            1,
                            packet,
                            RtpHeader.FIXED_BYTES,
                            accepted.length() - RtpHeader.FIXED_BYTES,
                            i * PACKET_NANOS);
                }
                buffer.poll(i * PACKET_NANOS, heard);
                buffer.poll(i * PACKET_NANOS + PACKET_NANOS / 2, heard);
                frames += 2;
            }
        }
        return frames;
    }
}
