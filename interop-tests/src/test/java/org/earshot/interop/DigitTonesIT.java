package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Keys in a call with a phone that knows no telephone-events: it hears them in the sound. What decides here is not our own detector but
/// a filter for each tone over 205 samples, as many machines have it.
@Tag("realtime")
class DigitTonesIT {
    private static final int RTP_HEADER = 12;
    private static final int BLOCK = 205; // of 8 kHz
    private static final int STEP = 80;
    private static final double RATE = 8_000;
    private static final double[] LOW = {697, 770, 852, 941};
    private static final double[] HIGH = {1_209, 1_336, 1_477, 1_633};
    private static final String KEYS = "123A456B789C*0#D";

    @Test
    void aPhoneWithoutTelephoneEventsHearsEachKey() throws Exception {
        try (Lab lab = Lab.of("digit-tones");
                DatagramSocket sound =
                        new DatagramSocket(Lab.freePortPair(), InetAddress.getLoopbackAddress())) {
            EarshotServer server =
                    EarshotServer.start(lab).withUser("alice", "pwalice").withUser("bob", "pwbob");
            BarePhone bob = BarePhone.udp(lab, "bob", "pwbob", server.address("udp")).registered();
            EarshotPhone alice =
                    EarshotPhone.start(
                                    lab,
                                    "alice",
                                    "pwalice",
                                    server.address("udp"),
                                    "udp",
                                    Optional.empty(),
                                    Recording.speech(lab, "alice"))
                            .registered();
            alice.tell("call sip:bob@127.0.0.1");
            String invite = bob.request("INVITE");
            assertThat(invite).contains("telephone-event");
            bob.answer(
                    invite,
                    "200 OK",
                    BarePhone.SDP.replace("16000", Integer.toString(sound.getLocalPort())));
            String call = alice.call("established").path("call").asText();

            alice.tell("dtmf " + call + " 12");
            alice.tell("dtmf " + call + " 5A*#0");
            assertThat(alice.event("dtmf-sent", 10, _ -> true).path("way").asText())
                    .isEqualTo("tones");
            assertThat(keys(heard(sound, "125A*#0".length() * 200 + 2_000))).isEqualTo("125A*#0");
            alice.tell("hangup");
            bob.answer(bob.request("BYE"), "200 OK", "");
            alice.call("ended");
        }
    }

    /// So many milliseconds of sound, as PCMU brings it.
    private static short[] heard(DatagramSocket socket, int millis) throws IOException {
        TreeMap<Integer, byte[]> packets = new TreeMap<>();
        socket.setSoTimeout(10_000);
        DatagramPacket packet = new DatagramPacket(new byte[2_000], 2_000);
        int samples = 0;
        try {
            while (samples < millis * 8) {
                socket.receive(packet);
                byte[] rtp = Arrays.copyOf(packet.getData(), packet.getLength());
                if ((rtp[1] & 0x7F) == 0) { // else it is no PCMU, so neither sound nor a key
                    packets.put(((rtp[2] & 0xFF) << 8) | (rtp[3] & 0xFF), rtp);
                    samples += rtp.length - RTP_HEADER;
                }
            }
        } catch (SocketTimeoutException e) {
            throw new AssertionError("only " + samples / 8 + " ms were heard", e);
        }
        short[] pcm = new short[samples];
        int at = 0;
        for (byte[] rtp : packets.values()) {
            for (int i = RTP_HEADER; i < rtp.length; i++) {
                pcm[at++] = linear(rtp[i]);
            }
        }
        return pcm;
    }

    /// µ-law (ITU-T G.711).
    private static short linear(byte octet) {
        int bits = ~octet & 0xFF;
        int magnitude = ((((bits & 0x0F) << 3) + 0x84) << ((bits & 0x70) >> 4)) - 0x84;
        return (short) ((bits & 0x80) == 0 ? magnitude : -magnitude);
    }

    private static String keys(short[] pcm) {
        StringBuilder keys = new StringBuilder();
        int before = -1;
        int lasts = 0;
        for (int at = 0; at + BLOCK <= pcm.length; at += STEP) {
            int key = key(pcm, at);
            lasts = key == before ? lasts + 1 : 1;
            before = key;
            if (key >= 0 && lasts == 3) {
                keys.append(KEYS.charAt(key));
            }
        }
        return keys.toString();
    }

    /// @return -1 for none
    private static int key(short[] pcm, int at) {
        int row = strongest(pcm, at, LOW);
        int column = strongest(pcm, at, HIGH);
        double low = energy(pcm, at, LOW[row]);
        double high = energy(pcm, at, HIGH[column]);
        double all = 0;
        for (int i = 0; i < BLOCK; i++) {
            all += pcm[at + i] * (double) pcm[at + i];
        }
        boolean loud = low > 1_000 * 1_000 && high > 1_000 * 1_000;
        boolean alone = (low + high) * BLOCK / 2 > 0.8 * all;
        boolean even = high < 2.5 * low && low < 6.3 * high; // 4 and 8 dB (ITU-T Q.24)
        return loud && alone && even ? LOW.length * row + column : -1;
    }

    private static int strongest(short[] pcm, int at, double[] tones) {
        int best = 0;
        for (int i = 1; i < tones.length; i++) {
            if (energy(pcm, at, tones[i]) > energy(pcm, at, tones[best])) {
                best = i;
            }
        }
        return best;
    }

    /// The square of a tone's amplitude, by Goertzel's filter.
    private static double energy(short[] pcm, int at, double hertz) {
        double turn = 2 * Math.cos(2 * Math.PI * hertz / RATE);
        double before = 0;
        double last = 0;
        for (int i = 0; i < BLOCK; i++) {
            double next = pcm[at + i] + turn * last - before;
            before = last;
            last = next;
        }
        double squared = last * last + before * before - turn * last * before;
        return squared * 4 / BLOCK / BLOCK;
    }
}
