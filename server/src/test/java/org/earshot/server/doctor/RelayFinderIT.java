package org.earshot.server.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.earshot.server.doctor.RelayFacts.Found;
import org.junit.jupiter.api.Test;

class RelayFinderIT {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    /// Only one name has an address.
    private static final DomainNames NAMES =
            new DomainNames() {
                @Override
                public Optional<List<Service>> services(String name) {
                    return Optional.empty();
                }

                @Override
                public Optional<List<String>> transports(String domain) {
                    return Optional.empty();
                }

                @Override
                public List<InetAddress> addresses(String host) {
                    return host.equals("turn.example.org") ? List.of(LOOPBACK) : List.of();
                }
            };

    /// @param patience long where an answer is to come, short where none is
    private static Found found(String uri, Duration patience) {
        List<RelayFacts> facts = new RelayFinder(NAMES, patience).facts(List.of(uri));
        assertThat(facts).hasSize(1);
        assertThat(facts.getFirst().uri()).isEqualTo(uri);
        return facts.getFirst().found();
    }

    /// What is found of somebody who answers each datagram so.
    private static Found ofUdp(UnaryOperator<byte[]> answer, Duration patience) throws IOException {
        try (DatagramSocket server = new DatagramSocket(new InetSocketAddress(LOOPBACK, 0))) {
            Thread.startVirtualThread(() -> {
                DatagramPacket packet = new DatagramPacket(new byte[1_500], 1_500);
                try {
                    while (true) {
                        server.receive(packet);
                        byte[] said =
                                answer.apply(Arrays.copyOf(packet.getData(), packet.getLength()));
                        server.send(
                                new DatagramPacket(said, said.length, packet.getSocketAddress()));
                    }
                } catch (IOException e) {
                    // the test is over
                }
            });
            return found("stun:turn.example.org:" + server.getLocalPort(), patience);
        }
    }

    private static byte[] ofType(byte[] request, int type) {
        byte[] answer = request.clone();
        answer[0] = (byte) (type >> 8);
        answer[1] = (byte) type;
        return answer;
    }

    @Test
    void successAndErrorShowThatSomebodyIsThere() throws IOException {
        assertThat(ofUdp(request -> ofType(request, 0x0101), Duration.ofSeconds(40)))
                .isEqualTo(Found.THERE);
        assertThat(ofUdp(request -> ofType(request, 0x0111), Duration.ofSeconds(40)))
                .isEqualTo(Found.THERE);
    }

    @Test
    void anEchoOrAnswersToSomebodyElseDoNot() throws IOException {
        Duration little = Duration.ofMillis(200);
        assertThat(ofUdp(request -> request, little)).isEqualTo(Found.SILENT);
        assertThat(
                        ofUdp(
                                request -> {
                                    byte[] other = ofType(request, 0x0101);
                                    other[19]++;
                                    return other;
                                },
                                little))
                .isEqualTo(Found.SILENT);
    }

    @Test
    void aNameWithoutAnAddressAndAClosedPortAreFound() throws IOException {
        assertThat(found("turn:nowhere.example.org", Duration.ofMillis(200)))
                .isEqualTo(Found.NO_ADDRESS);
        int closed;
        try (ServerSocket socket = new ServerSocket(0, 1, LOOPBACK)) {
            closed = socket.getLocalPort();
            String uri = "turns:127.0.0.1:" + closed + "?transport=tcp";
            assertThat(found(uri, Duration.ofSeconds(40))).isEqualTo(Found.THERE);
        }
        assertThat(found("turn:127.0.0.1:" + closed + "?transport=tcp", Duration.ofSeconds(40)))
                .isEqualTo(Found.SILENT);
    }

    @Test
    void randomAndCutDatagramsAreNoAnswers() {
        Random random = new Random(97);
        byte[] request = new byte[20];
        random.nextBytes(request);
        request[0] = 0;
        request[1] = 1;
        byte[] good = ofType(request, 0x0101);
        assertThat(RelayFinder.isAnswer(request, good)).isTrue();
        for (int length = 0; length < good.length; length++) {
            assertThat(RelayFinder.isAnswer(request, Arrays.copyOf(good, length))).isFalse();
        }
        for (int i = 0; i < 2_000; i++) {
            byte[] noise = new byte[random.nextInt(60)];
            random.nextBytes(noise);
            assertThat(RelayFinder.isAnswer(request, noise)).isFalse();
        }
    }
}
