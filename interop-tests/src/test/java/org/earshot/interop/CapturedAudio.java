package org.earshot.interop;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The RTP that a phone sends, as it is on the wire: the test itself is the other end of the audio.
final class CapturedAudio implements AutoCloseable {
    /// RFC 3551: PCMU's payload type.
    private static final int PCMU = 0;

    private static final int HEADER = 12;
    private static final int SAMPLE_RATE = 8_000;
    private static final int PCMU_PACKET = 160;

    private final DatagramSocket socket;

    CapturedAudio() throws IOException {
        socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        socket.setSoTimeout(20_000);
    }

    int port() {
        return socket.getLocalPort();
    }

    /// The next packets of PCMU, whole.
    List<byte[]> packets(int count) throws IOException {
        List<byte[]> packets = new ArrayList<>();
        while (packets.size() < count) {
            DatagramPacket packet = new DatagramPacket(new byte[2_000], 2_000);
            socket.receive(packet);
            byte[] bytes = Arrays.copyOf(packet.getData(), packet.getLength());
            // RFC 5761: RTCP, if it came here, has other types
            if (bytes.length > HEADER && (bytes[1] & 0x7f) == PCMU) {
                packets.add(bytes);
            }
        }
        return packets;
    }

    /// How much of the energy, 0–1, lies at one frequency if the payloads are taken for PCMU; the mean over the
    /// packets. Of noise next to nothing does.
    static double share(List<byte[]> packets, double hertz) {
        return packets.stream().mapToDouble(packet -> share(packet, hertz)).average().orElse(0);
    }

    private static double share(byte[] packet, double hertz) {
        double energy = 0;
        double real = 0;
        double imaginary = 0;
        int samples = Math.min(PCMU_PACKET, packet.length - HEADER);
        for (int i = 0; i < samples; i++) {
            double sample = linear(packet[HEADER + i]);
            double angle = 2 * Math.PI * hertz * i / SAMPLE_RATE;
            energy += sample * sample;
            real += sample * Math.cos(angle);
            imaginary += sample * Math.sin(angle);
        }
        return energy == 0 ? 0 : 2 * (real * real + imaginary * imaginary) / (energy * samples);
    }

    /// ITU-T G.711, mu-law.
    private static int linear(byte code) {
        int inverted = ~code & 0xff;
        int magnitude = ((((inverted & 0x0f) << 3) + 0x84) << ((inverted & 0x70) >> 4)) - 0x84;
        return (inverted & 0x80) != 0 ? -magnitude : magnitude;
    }

    @Override
    public void close() {
        socket.close();
    }
}
