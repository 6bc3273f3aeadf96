package org.earshot.softphone.media.ice;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// What doesn't come from the server, or isn't TURN at all.
class TurnForgeryTest {
    private static final InetSocketAddress PEER = new InetSocketAddress("198.51.100.7", 4000);
    private static final byte[] OTHER_KEY =
            StunMessage.longTermKey(SimulatedTurnServer.USER, SimulatedTurnServer.REALM, "guess");

    private final Random random = new Random(5766);

    @Test
    void aSuccessThatIsNotSignedDoesNotCount() throws Exception {
        TurnSimulation simulation = new TurnSimulation();
        simulation.client.start(simulation.now);
        assertThat(allocated(simulation, success(simulation).unsigned())).isFalse();
        byte[] challenge = simulation.server.out.remove();
        simulation.client.onPacket(challenge, challenge.length, simulation.now);
        assertThat(allocated(simulation, success(simulation).unsigned())).isFalse();
        assertThat(allocated(simulation, success(simulation).sign(OTHER_KEY))).isFalse();
        simulation.settle();
        assertThat(simulation.relayed).contains(SimulatedTurnServer.RELAYED);
    }

    @Test
    void anErrorThatIsNotSignedDoesNotCountOnceWeSign() throws Exception {
        TurnSimulation simulation = new TurnSimulation();
        simulation.client.start(simulation.now);
        byte[] challenge = simulation.server.out.remove();
        simulation.client.onPacket(challenge, challenge.length, simulation.now);
        for (int code : new int[] {300, 403, 437, 486, 500}) {
            byte[] error = request(simulation).error(code, "No").unsigned();
            assertThat(simulation.client.onPacket(error, error.length, simulation.now)).isFalse();
        }
        assertThat(simulation.failures).isEmpty();
        simulation.settle();
        assertThat(simulation.relayed).isPresent();
    }

    @Test
    void anAnswerToNobodysRequestDoesNotCount() throws Exception {
        TurnSimulation simulation = new TurnSimulation();
        simulation.client.start(simulation.now);
        byte[] other =
                StunMessage.request(StunMessage.ALLOCATE, TransactionId.random(random)).plain();
        StunMessage request = StunMessage.parse(other, other.length);
        byte[] error = request.error(486, "No").unsigned();
        assertThat(simulation.client.onPacket(error, error.length, simulation.now)).isFalse();
        byte[] ours = request(simulation).error(486, "No").unsigned();
        ours[1] = 0x11; // our transaction, and another method
        byte[] binding = Arrays.copyOf(ours, ours.length - 8);
        StunWire.SHORT.set(binding, 2, (short) (binding.length - 20));
        assertThat(simulation.client.onPacket(binding, binding.length, simulation.now)).isFalse();
        assertThat(simulation.failures).isEmpty();
    }

    @Test
    void anAnswerThatComesTwiceCountsOnce() {
        TurnSimulation simulation = TurnSimulation.allocated();
        simulation.client.permit(PEER, simulation.now);
        byte[] answer = simulation.server.out.remove();
        assertThat(simulation.client.onPacket(answer, answer.length, simulation.now)).isTrue();
        assertThat(simulation.client.onPacket(answer, answer.length, simulation.now)).isFalse();
    }

    @Test
    void anAllocationWithoutAddressesIsNone() throws Exception {
        byte[] key =
                StunMessage.longTermKey(
                        SimulatedTurnServer.USER,
                        SimulatedTurnServer.REALM,
                        SimulatedTurnServer.PASSWORD);
        TurnSimulation simulation = new TurnSimulation();
        simulation.client.start(simulation.now);
        byte[] challenge = simulation.server.out.remove();
        simulation.client.onPacket(challenge, challenge.length, simulation.now);
        byte[] answer = request(simulation).success().sign(key);
        simulation.client.onPacket(answer, answer.length, simulation.now);
        assertThat(simulation.failures)
                .singleElement()
                .asString()
                .contains("without the addresses");
        assertThat(simulation.relayed).isEmpty();
    }

    @Test
    void whatComesFromElsewhereDoesNotCount() {
        TurnSimulation simulation = TurnSimulation.allocated();
        simulation.send(PEER, "once");
        byte[] packet = ChannelData.write(0x4000, ByteBuffer.allocate(8), false);
        TurnClient client = simulation.client;
        assertThat(client.onPacket(packet, packet.length, PEER, simulation.now)).isFalse();
        assertThat(simulation.data).isEmpty();
        assertThat(client.onPacket(packet, packet.length, TurnSimulation.SERVER, simulation.now))
                .isTrue();
        assertThat(simulation.data).hasSize(1);
    }

    @Test
    void packetsOfPeersWithoutPermissionOrChannelDoNotCount() {
        TurnSimulation simulation = TurnSimulation.allocated();
        simulation.send(PEER, "once");
        for (int channel : new int[] {0x4001, 0x4FFF}) {
            byte[] packet = ChannelData.write(channel, ByteBuffer.allocate(8), false);
            assertThat(simulation.client.onPacket(packet, packet.length, simulation.now)).isFalse();
        }
        byte[] indication =
                StunMessage.indication(StunMessage.DATA, TransactionId.random(random))
                        .putAddress(
                                StunMessage.XOR_PEER_ADDRESS,
                                new InetSocketAddress("198.51.100.66", 4000))
                        .put(StunMessage.DATA_ATTRIBUTE, new byte[8])
                        .plain();
        assertThat(simulation.client.onPacket(indication, indication.length, simulation.now))
                .isFalse();
        assertThat(simulation.data).isEmpty();
    }

    @Test
    void answersToOthersAreNotTaken() {
        TurnSimulation simulation = TurnSimulation.allocated();
        byte[] request =
                StunMessage.request(StunMessage.BINDING, TransactionId.random(random)).unsigned();
        assertThat(simulation.client.onPacket(request, request.length, simulation.now)).isFalse();
    }

    @Test
    void whatIsCutOffDoesNoHarm() {
        TurnSimulation simulation = TurnSimulation.allocated();
        simulation.send(PEER, "once");
        byte[] packet = ChannelData.write(0x4000, ByteBuffer.allocate(21), false);
        byte[] answer = challengeOf(simulation);
        for (byte[] whole : new byte[][] {packet, answer}) {
            for (int length = 0; length < whole.length; length++) {
                byte[] cut = Arrays.copyOf(whole, length);
                assertThat(simulation.client.onPacket(cut, length, simulation.now)).isFalse();
            }
        }
        assertThat(simulation.data).isEmpty();
        assertThat(simulation.failures).isEmpty();
    }

    @Test
    void randomBytesDoNoHarm() {
        TurnSimulation simulation = TurnSimulation.allocated();
        simulation.send(PEER, "once");
        int taken = 0;
        for (int round = 0; round < 50_000; round++) {
            byte[] bytes = new byte[random.nextInt(120)];
            random.nextBytes(bytes);
            disguise(bytes);
            if (simulation.client.onPacket(bytes, bytes.length, simulation.now)) {
                taken++;
            }
        }
        assertThat(simulation.data).hasSize(taken);
        assertThat(taken).isPositive(); // some happened to be ChannelData of the channel
        assertThat(simulation.failures).isEmpty();
        simulation.pass(1, TimeUnit.HOURS);
        simulation.send(PEER, "it still works");
        assertThat(simulation.server.relayed.getLast().text()).isEqualTo("it still works");
    }

    // so that they get further than the first look
    private void disguise(byte[] bytes) {
        switch (random.nextInt(3)) {
            case 0 -> {
                if (bytes.length >= 20) {
                    StunWire.SHORT.set(bytes, 0, (short) (random.nextBoolean() ? 0x17 : 0x103));
                    StunWire.SHORT.set(bytes, 2, (short) (bytes.length - 20));
                    StunWire.INT.set(bytes, 4, StunWire.COOKIE);
                }
            }
            case 1 -> {
                if (bytes.length >= 4) {
                    StunWire.SHORT.set(bytes, 0, (short) (0x4000 + random.nextInt(4)));
                    StunWire.SHORT.set(bytes, 2, (short) random.nextInt(120));
                }
            }
            default -> {} // as they are
        }
    }

    private static byte[] challengeOf(TurnSimulation simulation) {
        simulation.server.renewNonce();
        simulation.client.permit(new InetSocketAddress("198.51.100.9", 1), simulation.now);
        return simulation.server.out.remove();
    }

    private static boolean allocated(TurnSimulation simulation, byte[] packet) {
        simulation.client.onPacket(packet, packet.length, simulation.now);
        return simulation.relayed.isPresent();
    }

    private static StunMessage.Builder success(TurnSimulation simulation) throws StunException {
        return request(simulation)
                .success()
                .putAddress(
                        StunMessage.XOR_RELAYED_ADDRESS,
                        new InetSocketAddress("198.51.100.66", 6666))
                .putAddress(StunMessage.XOR_MAPPED_ADDRESS, SimulatedTurnServer.MAPPED)
                .putNumber(StunMessage.LIFETIME, 600);
    }

    /// What the client sent last.
    private static StunMessage request(TurnSimulation simulation) throws StunException {
        byte[] last = simulation.sent.getLast();
        return StunMessage.parse(last, last.length);
    }
}
