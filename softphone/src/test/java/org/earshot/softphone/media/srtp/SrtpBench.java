package org.earshot.softphone.media.srtp;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.jitsi.srtp.SrtpCryptoContext;
import org.jitsi.srtp.SrtpErrorStatus;

/// How many packets a second one core protects and unprotects, ours and jitsi-srtp's in turns. Prints a table.
///
/// `bin/bench srtp [ROUNDS [PAYLOAD]]`: 9 rounds of some 200 ms each, 160 bytes of payload (20 ms of G.711), unless told otherwise.
/// Jitsi chooses the AES that is fastest on the machine by itself.
final class SrtpBench {
    private static final int SSRC = 0x4D617273;
    private static final int PACKETS = 20_000;
    private static final int WARM_UP_ROUNDS = 12;

    private final int payload;
    private final byte[] plain;

    private SrtpBench(int payload) {
        this.payload = payload;
        plain = new byte[12 + payload];
        new Random(1).nextBytes(plain);
        plain[0] = (byte) 0x80;
        Wire.putWord(plain, 8, SSRC);
    }

    /// Protects a packet and opens it again.
    @FunctionalInterface
    private interface Exchange {
        boolean run(byte[] packet, int length) throws Exception;
    }

    /// An exchange whose sequence numbers go on from round to round.
    private static final class Flow {
        private final Exchange exchange;
        private int sequence;

        Flow(Exchange exchange) {
            this.exchange = exchange;
        }
    }

    /// @param args rounds, bytes of payload
    public static void main(String[] args) throws Exception {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 9;
        SrtpBench bench = new SrtpBench(args.length > 1 ? Integer.parseInt(args[1]) : 160);
        System.out.printf(
                Locale.ROOT,
                "packets protected and opened a second on one core, %d bytes of payload, median of %d rounds in turns%n",
                bench.payload,
                rounds);
        System.out.printf(Locale.ROOT, "%-26s %10s %10s %7s%n", "suite", "ours", "jitsi", "ratio");
        for (SrtpSuite suite : SrtpSuite.values()) {
            bench.compare(suite, rounds);
        }
    }

    private void compare(SrtpSuite suite, int rounds) throws Exception {
        byte[] bytes = new byte[suite.keyBytes() + suite.saltBytes()];
        new Random(suite.keyBytes()).nextBytes(bytes);
        SrtpKeys keys = new SrtpKeys(suite, bytes);
        Flow ours = new Flow(ours(keys));
        Flow theirs = new Flow(theirs(keys));
        List<Double> our = new ArrayList<>();
        List<Double> their = new ArrayList<>();
        for (int round = -WARM_UP_ROUNDS; round < rounds; round++) {
            // whoever is first in one round is second in the next
            boolean first = round % 2 == 0;
            double one = perSecond(first ? ours : theirs);
            double other = perSecond(first ? theirs : ours);
            if (round >= 0) {
                our.add(first ? one : other);
                their.add(first ? other : one);
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%-26s %10.0f %10.0f %7.2f%n",
                suite,
                median(our),
                median(their),
                median(our) / median(their));
    }

    private static Exchange ours(SrtpKeys keys) {
        SrtpContext sender = new SrtpContext(keys);
        SrtpContext receiver = new SrtpContext(keys);
        return (packet, length) ->
                receiver.unprotect(packet, sender.protect(packet, length))
                        instanceof Unprotected.Accepted;
    }

    private static Exchange theirs(SrtpKeys keys) throws Exception {
        SrtpCryptoContext sender = Jitsi.factory(keys, true).deriveContext(SSRC, 0);
        SrtpCryptoContext receiver = Jitsi.factory(keys, false).deriveContext(SSRC, 0);
        return (packet, length) -> {
            Jitsi.Packet wrapped = new Jitsi.Packet(packet, length);
            return sender.transformPacket(wrapped) == SrtpErrorStatus.OK
                    && receiver.reverseTransformPacket(wrapped, false) == SrtpErrorStatus.OK;
        };
    }

    private double perSecond(Flow flow) throws Exception {
        byte[] packet = Hex.roomy(plain);
        long start = System.nanoTime();
        for (int i = 0; i < PACKETS; i++) {
            System.arraycopy(plain, 0, packet, 0, plain.length);
            flow.sequence++;
            packet[2] = (byte) (flow.sequence >>> 8);
            packet[3] = (byte) flow.sequence;
            if (!flow.exchange.run(packet, plain.length)) {
                throw new IllegalStateException("packet " + flow.sequence + " was not accepted");
            }
        }
        return PACKETS * 1e9 / (System.nanoTime() - start);
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }
}
