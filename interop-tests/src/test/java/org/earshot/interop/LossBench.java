package org.earshot.interop;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.earshot.softphone.media.codec.Codec;
import org.earshot.softphone.media.codec.Codecs;
import org.earshot.softphone.media.codec.Decoder;
import org.earshot.softphone.media.codec.Encoder;
import org.earshot.softphone.media.jitter.JitterBuffer;
import org.earshot.softphone.media.jitter.JitterSettings;
import org.earshot.softphone.media.jitter.JitterStatistics;

/// What a bad network leaves of speech: encoder, impairment, jitter buffer and decoder as in a call, in simulated time, so it takes
/// seconds and comes out the same each time. A good spell of 20 s, a bad one of 20 s, a good one of 20 s.
///
/// `bin/bench loss [SEED [MILLIS [CODECS]]]`: packets of MILLIS (20), CODECS such as `opus,opus+copies,G722,PCMU`; with copies each packet brings
/// what was said 80 ms before as well (RFC 2198), as two of our phones do where packets get lost in bursts.
final class LossBench {
    private static final int SPELL_SECONDS = 20;
    private static final int SAMPLES_PER_MS = 48;
    private static final long MS = 1_000_000;
    private static final int FRAME = 480;
    private static final int PAYLOAD_TYPE = 96;
    private static final int MOST_LAG_MS = 500;
    private static final String WITH_COPIES = "+copies";
    private static final int COPY_BEHIND_MS = 80;
    private static final byte[] NOTHING = {};

    /// The delay is normal again when it is within this of what it was before the bad spell.
    private static final int NORMAL_MS = 10;

    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    private record Packet(int number, byte[] payload, byte[] older, long arrival) {}

    /// What came out, and the delay in ms after each frame.
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    private record Heard(short[] samples, int[] delays, JitterStatistics statistics) {}

    private final short[] speech;
    private final int packetMs;
    private final long seed;

    private LossBench(short[] speech, int packetMs, long seed) {
        this.speech = speech;
        this.packetMs = packetMs;
        this.seed = seed;
    }

    public static void main(String[] arguments) throws IOException {
        long seed = arguments.length > 0 ? Long.parseLong(arguments[0]) : 1;
        int packetMs = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 20;
        LossBench bench = new LossBench(Recording.bothVoices(), packetMs, seed);
        System.out.printf(
                Locale.ROOT,
                "%-11s %-15s %6s %8s %9s %9s %9s %9s %8s %9s %9s %9s %9s %10s%n",
                "codec",
                "bad spell",
                "NSIM",
                "LSD dB",
                "SNRseg dB",
                "before ms",
                "mean ms",
                "most ms",
                "back s",
                "repaired",
                "concealed",
                "faster",
                "slower",
                "late");
        Codecs codecs = Codecs.detect();
        String names = arguments.length > 2 ? arguments[2] : "opus,opus+copies,G722,PCMU";
        for (String name : names.split(",", -1)) {
            boolean copies = name.endsWith(WITH_COPIES);
            Codec codec = codecs.named(name.replace(WITH_COPIES, "")).orElseThrow();
            Heard clean = bench.call(codec, Impairment.NONE, copies);
            for (Impairment impairment : Impairment.values()) {
                bench.print(name, impairment, clean, bench.call(codec, impairment, copies));
            }
        }
    }

    private void print(String codec, Impairment impairment, Heard clean, Heard heard) {
        int from = SPELL_SECONDS * 1_000;
        int to = 2 * from;
        short[] expected = part(clean.samples(), from, to);
        short[] came = part(heard.samples(), from, to);
        SpeechDistance distance = new SpeechDistance(expected, came, -50, MOST_LAG_MS);
        int before = heard.delays()[from / 10 - 1];
        int[] during = Arrays.copyOfRange(heard.delays(), from / 10, to / 10);
        System.out.printf(
                Locale.ROOT,
                "%-11s %-15s %6.3f %8.2f %9.1f %9d %9.0f %9d %8.1f %9d %9d %9d %9d %10d%n",
                codec,
                impairment.label(),
                SpeechQuality.of(expected, came).nsim(),
                distance.spectralDecibels(),
                distance.segmentalSnr(),
                before,
                Arrays.stream(during).average().orElse(0),
                Arrays.stream(during).max().orElse(0),
                secondsUntilNormal(heard.delays(), to / 10, before),
                heard.statistics().repaired() - clean.statistics().repaired(),
                heard.statistics().concealedMs() - clean.statistics().concealedMs(),
                heard.statistics().acceleratedMs() - clean.statistics().acceleratedMs(),
                heard.statistics().expandedMs() - clean.statistics().expandedMs(),
                heard.statistics().late());
    }

    private static short[] part(short[] samples, int fromMs, int toMs) {
        return Arrays.copyOfRange(samples, fromMs * SAMPLES_PER_MS, toMs * SAMPLES_PER_MS);
    }

    /// How long the delay was still too great after the bad spell's end.
    private static double secondsUntilNormal(int[] delays, int end, int before) {
        int last = end;
        for (int i = end; i < delays.length; i++) {
            if (delays[i] > before + NORMAL_MS) {
                last = i;
            }
        }
        return (last - end) / 100.0;
    }

    private Heard call(Codec codec, Impairment impairment, boolean copies) {
        JitterBuffer buffer = new JitterBuffer(JitterSettings.DEFAULT);
        List<Packet> packets = packets(codec, impairment, copies);
        int frames = 3 * SPELL_SECONDS * 100;
        short[] heard = new short[frames * FRAME];
        int[] delays = new int[frames];
        short[] frame = new short[FRAME];
        try (Decoder decoder = codec.newDecoder()) {
            buffer.decoder(PAYLOAD_TYPE, decoder);
            int next = 0;
            for (int i = 0; i < frames; i++) {
                long now = 10L * i * MS + 3 * MS; // no special phase
                while (next < packets.size() && packets.get(next).arrival() <= now) {
                    insert(buffer, codec, packets.get(next++));
                }
                buffer.poll(now, frame);
                System.arraycopy(frame, 0, heard, i * FRAME, FRAME);
                delays[i] = buffer.statistics().delayMs();
            }
        }
        return new Heard(heard, delays, buffer.statistics());
    }

    private void insert(JitterBuffer buffer, Codec codec, Packet packet) {
        int timestamp = packet.number() * codec.rtpTicks(packetMs * SAMPLES_PER_MS);
        buffer.insert(
                PAYLOAD_TYPE,
                packet.number() & 0xFFFF,
                timestamp,
                1,
                packet.payload(),
                0,
                packet.payload().length,
                packet.arrival());
        if (packet.older().length > 0) {
            buffer.restore(
                    PAYLOAD_TYPE,
                    packet.number() & 0xFFFF,
                    timestamp,
                    behind() * codec.rtpTicks(packetMs * SAMPLES_PER_MS),
                    1,
                    packet.older(),
                    0,
                    packet.older().length);
        }
    }

    /// Packets.
    private int behind() {
        return Math.ceilDiv(COPY_BEHIND_MS, packetMs);
    }

    private List<Packet> packets(Codec codec, Impairment impairment, boolean copies) {
        Impairment.Network network =
                impairment.between(
                        SPELL_SECONDS * 1_000 * MS,
                        2 * SPELL_SECONDS * 1_000 * MS,
                        new Random(seed));
        int samples = packetMs * SAMPLES_PER_MS;
        byte[] payload = new byte[Codec.MAX_PAYLOAD];
        short[] pcm = new short[samples];
        List<Packet> packets = new ArrayList<>();
        List<byte[]> all = new ArrayList<>();
        try (Encoder encoder = codec.newEncoder()) {
            encoder.expectLoss(10);
            for (int number = 0; number < 3 * SPELL_SECONDS * 1_000 / packetMs; number++) {
                for (int i = 0; i < samples; i++) {
                    pcm[i] = speech[(int) (((long) number * samples + i) % speech.length)];
                }
                int length = 0;
                int step =
                        codec.clockRate() == 48_000
                                ? samples
                                : FRAME; // G.722 and G.711: each alone
                for (int at = 0; at < samples; at += step) {
                    length += encoder.encode(pcm, at, step, payload, length);
                }
                byte[] said = Arrays.copyOf(payload, length);
                all.add(said);
                byte[] older = copies && number >= behind() ? all.get(number - behind()) : NOTHING;
                long arrival = network.arrival((number + 1L) * packetMs * MS);
                if (arrival == Impairment.LOST) {
                    continue;
                }
                packets.add(new Packet(number, said, older, arrival));
                long copy = network.copy((number + 1L) * packetMs * MS, arrival);
                if (copy != Impairment.LOST) {
                    packets.add(new Packet(number, said, older, copy));
                }
            }
        }
        packets.sort(Comparator.comparingLong(Packet::arrival));
        return packets;
    }
}
