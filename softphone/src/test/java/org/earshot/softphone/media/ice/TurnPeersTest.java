package org.earshot.softphone.media.ice;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.earshot.softphone.media.ice.TurnClient.Family;
import org.earshot.softphone.media.ice.TurnClient.Transport;
import org.earshot.softphone.media.ice.TurnSimulation.Data;
import org.junit.jupiter.api.Test;

/// How packets go through the relay: permissions and channels.
class TurnPeersTest {
    private static final InetSocketAddress PEER = new InetSocketAddress("198.51.100.7", 4000);
    private static final InetSocketAddress OTHER_PORT = new InetSocketAddress("198.51.100.7", 4001);
    private static final InetSocketAddress OTHER = new InetSocketAddress("198.51.100.8", 4000);

    private final TurnSimulation simulation = TurnSimulation.allocated();
    private final SimulatedTurnServer server = simulation.server;

    @Test
    void theFirstPacketArrivesThoughNothingWasPermitted() {
        simulation.send(PEER, "a check");
        assertThat(arrived()).containsExactly("a check");
        assertThat(server.sendIndications).isEqualTo(1);
        simulation.send(PEER, "another");
        assertThat(arrived()).containsExactly("a check", "another");
        assertThat(server.sendIndications).isEqualTo(1);
        assertThat(server.channelData).isEqualTo(1);
        assertThat(server.count(StunMessage.CHANNEL_BIND)).isEqualTo(1);
    }

    @Test
    void whatIsSentMeanwhileArrivesInOrder() {
        server.loseAnswers = 1;
        for (int i = 0; i < 10; i++) {
            simulation.send(PEER, "packet " + i);
        }
        assertThat(arrived()).isEmpty();
        simulation.pass(250, TimeUnit.MILLISECONDS);
        // those that waited longest gave way
        assertThat(arrived())
                .containsExactly(
                        "packet 2",
                        "packet 3",
                        "packet 4",
                        "packet 5",
                        "packet 6",
                        "packet 7",
                        "packet 8",
                        "packet 9");
    }

    @Test
    void whoIsPermittedMayBeTheFirstToWrite() {
        simulation.receive(PEER, "nobody expects me");
        simulation.client.permit(PEER, simulation.now);
        simulation.settle();
        simulation.receive(OTHER_PORT, "from another port");
        assertThat(simulation.data).containsExactly(new Data(OTHER_PORT, "from another port"));
        assertThat(server.count(StunMessage.CREATE_PERMISSION)).isEqualTo(1);
        assertThat(server.count(StunMessage.CHANNEL_BIND)).isZero();
    }

    @Test
    void permissionsCanBeAskedForBeforeThereIsAnAddress() {
        TurnSimulation early = new TurnSimulation();
        early.client.permit(PEER, early.now);
        early.client.start(early.now);
        early.client.permit(OTHER, early.now);
        early.settle();
        early.receive(PEER, "one");
        early.receive(OTHER, "two");
        assertThat(early.data).containsExactly(new Data(PEER, "one"), new Data(OTHER, "two"));
    }

    @Test
    void withAPermissionNothingWaitsForTheChannel() {
        simulation.client.permit(PEER, simulation.now);
        simulation.settle();
        server.refusals.put(StunMessage.CHANNEL_BIND, 508);
        simulation.send(PEER, "one");
        simulation.send(PEER, "two");
        assertThat(arrived()).containsExactly("one", "two");
        assertThat(server.sendIndications).isEqualTo(2);
        assertThat(server.count(StunMessage.CREATE_PERMISSION)).isEqualTo(1);
        assertThat(server.count(StunMessage.CHANNEL_BIND)).isEqualTo(1);
    }

    @Test
    void withoutChannelsItGoesByPermission() {
        server.refusals.put(StunMessage.CHANNEL_BIND, 400);
        simulation.send(PEER, "one");
        assertThat(arrived()).containsExactly("one");
        for (int i = 0; i < 3600; i++) {
            simulation.pass(1, TimeUnit.SECONDS);
            simulation.send(PEER, "more");
        }
        assertThat(arrived()).hasSize(3601);
        assertThat(server.channelData).isZero();
    }

    @Test
    void packetsComeByChannelAndByIndication() {
        simulation.client.permit(PEER, simulation.now);
        simulation.settle();
        simulation.receive(PEER, "by indication");
        simulation.send(PEER, "");
        simulation.receive(PEER, "by channel");
        simulation.receive(PEER, "");
        assertThat(simulation.data)
                .containsExactly(
                        new Data(PEER, "by indication"),
                        new Data(PEER, "by channel"),
                        new Data(PEER, ""));
    }

    @Test
    void channelsAndPermissionsLastAsLongAsTheyAreUsed() {
        for (int i = 0; i < 7200; i++) {
            simulation.send(PEER, "sound");
            simulation.receive(PEER, "sound");
            simulation.pass(1, TimeUnit.SECONDS);
        }
        assertThat(arrived()).hasSize(7200);
        assertThat(simulation.data).hasSize(7200);
        assertThat(server.channelData).isEqualTo(7199);
        // every 9 minutes, and a permission every 4 minutes after one or the other
        assertThat(server.count(StunMessage.CHANNEL_BIND)).isEqualTo(14);
        assertThat(server.count(StunMessage.CREATE_PERMISSION)).isBetween(25, 30);
        assertThat(simulation.failures).isEmpty();
    }

    @Test
    void whoOnlyListensKeepsThem() {
        simulation.send(PEER, "once");
        for (int i = 0; i < 3600; i++) {
            simulation.pass(1, TimeUnit.SECONDS);
            simulation.receive(PEER, "sound");
        }
        assertThat(simulation.data).hasSize(3600);
    }

    @Test
    void whatNobodyUsesIsLetGoAndComesBack() {
        simulation.send(PEER, "once");
        simulation.pass(1, TimeUnit.HOURS);
        assertThat(server.isPermitted(PEER.getAddress(), simulation.now)).isFalse();
        assertThat(server.count(StunMessage.CHANNEL_BIND)).isEqualTo(1);
        assertThat(server.count(StunMessage.CREATE_PERMISSION)).isZero();
        simulation.send(PEER, "again");
        simulation.send(PEER, "and again");
        assertThat(arrived()).containsExactly("once", "again", "and again");
        assertThat(server.channelData).isEqualTo(1);
    }

    @Test
    void lostAnswersDoNotStopTheSound() {
        simulation.send(PEER, "sound");
        for (int i = 0; i < 3600; i++) {
            server.loseAnswers = i % 3 == 0 ? 1 : 0;
            simulation.send(PEER, "sound");
            simulation.pass(1, TimeUnit.SECONDS);
        }
        assertThat(arrived()).hasSize(3601);
        assertThat(simulation.failures).isEmpty();
    }

    @Test
    void aStaleNonceDoesNotStopTheSound() {
        for (int i = 0; i < 3600; i++) {
            if (i % 100 == 0) {
                server.renewNonce();
            }
            simulation.send(PEER, "sound");
            simulation.pass(1, TimeUnit.SECONDS);
        }
        assertThat(arrived()).hasSize(3600);
        assertThat(simulation.failures).isEmpty();
    }

    @Test
    void aForbiddenPeerIsAskedForOnceInTenSeconds() {
        server.forbidden = Optional.of(PEER.getAddress());
        for (int i = 0; i < 100; i++) {
            simulation.send(PEER, "a check");
            simulation.pass(50, TimeUnit.MILLISECONDS);
        }
        assertThat(arrived()).isEmpty();
        assertThat(server.count(StunMessage.CHANNEL_BIND)).isEqualTo(1);
        assertThat(server.count(StunMessage.CREATE_PERMISSION)).isEqualTo(1);
        simulation.send(OTHER, "to somebody else");
        assertThat(arrived()).containsExactly("to somebody else");
        server.forbidden = Optional.empty();
        simulation.pass(6, TimeUnit.SECONDS);
        simulation.send(PEER, "a check");
        assertThat(arrived()).containsExactly("to somebody else", "a check");
        assertThat(simulation.failures).isEmpty();
    }

    @Test
    void aServerThatWasRestartedIsNoticedAtOnce() {
        simulation.client.permit(OTHER, simulation.now);
        simulation.settle();
        server.restart();
        simulation.send(PEER, "a check");
        assertThat(simulation.failures).singleElement().asString().contains("restarted", "(437)");
        assertThat(simulation.client.nextNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void eachPeerHasAChannelOfItsOwn() {
        for (InetSocketAddress peer : List.of(PEER, OTHER_PORT, OTHER)) {
            simulation.send(peer, "first");
            simulation.send(peer, "second to " + peer.getPort());
        }
        assertThat(server.channelData).isEqualTo(3);
        assertThat(server.relayed)
                .contains(
                        new SimulatedTurnServer.Relayed(PEER, "second to 4000"),
                        new SimulatedTurnServer.Relayed(OTHER_PORT, "second to 4001"),
                        new SimulatedTurnServer.Relayed(OTHER, "second to 4000"));
    }

    @Test
    void peersOfTheOtherFamilyAreLeftAlone() {
        InetSocketAddress ipv6 = new InetSocketAddress("2001:db8::1", 4000);
        int before = simulation.sent.size();
        simulation.client.permit(ipv6, simulation.now);
        simulation.send(ipv6, "can't arrive");
        simulation.send(InetSocketAddress.createUnresolved("peer.example.org", 4000), "nor this");
        assertThat(simulation.sent).hasSize(before);
    }

    @Test
    void anOfferWithThousandsOfCandidatesIsHarmless() {
        for (int i = 0; i < 5_000; i++) {
            InetSocketAddress peer = new InetSocketAddress("10.0." + i / 250 + "." + i % 250, 4000);
            simulation.client.permit(peer, simulation.now);
            simulation.send(peer, "a check");
        }
        assertThat(server.count(StunMessage.CREATE_PERMISSION)).isEqualTo(TurnPeers.MAX_PEERS);
        assertThat(server.count(StunMessage.CHANNEL_BIND)).isEqualTo(TurnPeers.MAX_PEERS);
    }

    @Test
    void channelDataOfAStreamIsPadded() {
        TurnSimulation stream =
                new TurnSimulation(SimulatedTurnServer.PASSWORD, Transport.STREAM, Family.IPV4);
        stream.start();
        for (String text : List.of("", "1", "12", "123", "1234", "12345")) {
            stream.send(PEER, text);
            stream.receive(PEER, text);
        }
        assertThat(stream.server.relayed.stream().map(it -> it.text()))
                .containsExactly("", "1", "12", "123", "1234", "12345");
        assertThat(stream.data.stream().map(Data::text))
                .containsExactly("", "1", "12", "123", "1234", "12345");
    }

    @Test
    void theCallersPacketIsNotMoved() {
        ByteBuffer packet = ByteBuffer.wrap("headsound".getBytes(StandardCharsets.US_ASCII));
        packet.position(4);
        simulation.client.send(packet, PEER, simulation.now);
        simulation.settle();
        simulation.client.send(packet, PEER, simulation.now);
        assertThat(packet.position()).isEqualTo(4);
        assertThat(packet.remaining()).isEqualTo(5);
        assertThat(arrived()).containsExactly("sound", "sound");
    }

    @Test
    void whatComesByChannelMakesNoGarbage() {
        simulation.send(PEER, "once");
        simulation.countsOnly = true;
        byte[] packet =
                ChannelData.write(ChannelData.FIRST_CHANNEL, ByteBuffer.allocate(160), false);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        int rounds = 2_000;
        receive(packet, rounds); // classes are loaded
        long start = threads.getCurrentThreadAllocatedBytes();
        receive(packet, rounds);
        assertThat(threads.getCurrentThreadAllocatedBytes() - start).isLessThan(rounds);
        assertThat(simulation.bytes).isEqualTo(2L * rounds * 160);
    }

    private void receive(byte[] packet, int rounds) {
        for (int i = 0; i < rounds; i++) {
            simulation.client.onPacket(packet, packet.length, TurnSimulation.SERVER, i);
            simulation.client.nextNanos();
        }
    }

    private List<String> arrived() {
        return server.relayed.stream().map(it -> it.text()).toList();
    }
}
