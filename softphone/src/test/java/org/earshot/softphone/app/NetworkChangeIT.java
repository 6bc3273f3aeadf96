package org.earshot.softphone.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.sip.message.Request;
import org.earshot.common.stack.Destination;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.InboundRequest;
import org.earshot.common.stack.ListenPoint;
import org.earshot.common.stack.RequestSender;
import org.earshot.common.stack.SipNode;
import org.earshot.common.stack.SipNodeConfig;
import org.earshot.common.stack.SystemTimers;
import org.earshot.common.stack.Transport;
import org.earshot.softphone.media.MediaTap;
import org.earshot.softphone.media.PortRange;
import org.earshot.softphone.media.audio.AudioEngine;
import org.earshot.softphone.media.audio.AudioSpec;
import org.earshot.softphone.media.audio.SystemAudioBackend;
import org.earshot.softphone.media.codec.Codecs;
import org.earshot.softphone.ua.Account;
import org.earshot.softphone.ua.ContactStore;
import org.earshot.softphone.ua.Memory;
import org.earshot.softphone.ua.MessageStore;
import org.earshot.softphone.ua.Network;
import org.earshot.softphone.ua.PhoneSettings;
import org.earshot.softphone.ua.Signalling;
import org.earshot.softphone.ua.SipUserAgent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A phone on real sockets in a call with a scripted server. The machine "moves" from 127.0.0.1 to 127.0.0.2.
class NetworkChangeIT {
    private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");
    private static final InetAddress THERE = InetAddress.ofLiteral("127.0.0.2");

    private final SystemTimers timers = new SystemTimers("test-timers");
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final DataFolder folder = DataFolder.temporary();
    private final EngineSound sound =
            new EngineSound(
                    new SystemAudioBackend(),
                    new AudioSpec.Tone(),
                    new AudioSpec.Null(),
                    folder,
                    Runnable::run);
    private final AudioEngine engine = sound.engine();
    private volatile InetAddress local = HERE;

    @AfterEach
    void close() {
        engine.close();
        folder.close();
        timers.close();
        threads.shutdown();
    }

    @Test
    void theSystemSaysFromWhichAddressPacketsLeave() {
        Network network = new RouteLookup(threads);
        assertThat(network.localAddressTowards(server("127.0.0.1")).toCompletableFuture().join())
                .contains(HERE);
        assertThat(
                        network.localAddressTowards(server("no-such-host.invalid"))
                                .toCompletableFuture()
                                .join())
                .isEmpty();
    }

    private static Destination.Address server(String host) {
        return new Destination.Address(Transport.TLS, host, 5061, host);
    }

    @ParameterizedTest
    @EnumSource(
            value = Transport.class,
            names = {"UDP", "TCP"})
    void registrationAndCallFollow(Transport transport) throws Exception {
        try (DatagramSocket peer = new DatagramSocket(new InetSocketAddress(HERE, 0))) {
            registrationAndCallFollow(transport, peer, new ScriptedPeer(peer.getLocalPort(), 0));
        }
    }

    private void registrationAndCallFollow(
            Transport transport, DatagramSocket peer, ScriptedPeer script) throws Exception {
        try (SipNode server = node("server", List.of(at(transport)), script)) {
            CompletableFuture<SipUserAgent> agent = new CompletableFuture<>();
            List<ListenPoint> listen =
                    transport == Transport.UDP ? List.of(at(transport)) : List.of();
            try (SipNode node = node("phone", listen, r -> agent.join().handle(r))) {
                agent.complete(agent(new MovedSignalling(new StackSignalling(node))));
                node.onFlowClosed(agent.join()::flowClosed);
                int port = server.listenPoints().getFirst().address().getPort();
                agent.join()
                        .register(
                                Account.of(
                                        "sip:alice@localhost",
                                        "secret",
                                        "127.0.0.1:" + port,
                                        transport.parameter()));
                await(() -> script.of(Request.REGISTER).size() == 1);
                agent.join().call("bob");
                await(() -> script.of(Request.ACK).size() == 1);
                assertThat(from(peer)).isEqualTo(HERE);

                local = THERE;
                await(() -> script.of(Request.ACK).size() == 2);
                List<InboundRequest> registered = script.of(Request.REGISTER);
                assertThat(registered).hasSize(2);
                assertThat(registered.getLast().message().getHeader("Contact").toString())
                        .contains("@127.0.0.2:");
                if (transport == Transport.TCP) {
                    Flow before = registered.getFirst().flow();
                    assertThat(registered.getLast().flow()).isNotEqualTo(before);
                    await(() -> !server.sender().isOpen(before));
                }
                assertThat(body(script.of(Request.INVITE).getLast()))
                        .contains("c=IN IP4 127.0.0.2");
                await(() -> from(peer).equals(THERE));
                agent.join().quit().toCompletableFuture().join();
            }
        }
    }

    private SipUserAgent agent(Signalling signalling) {
        SecureRandom random = new SecureRandom();
        return new SipUserAgent(
                signalling,
                _ -> CompletableFuture.completedFuture(Optional.of(local)),
                new SessionMedia(
                        sound,
                        Codecs.pureJava(),
                        new PortRange(20_000, 29_998),
                        Optional.empty(),
                        RecordingPolicy.TONE,
                        Optional.empty(),
                        EndTones.of(engine),
                        MediaTap.NONE,
                        random),
                PhoneSettings.of("urn:uuid:0-test"),
                Memory.ofThisRun(),
                MessageStore.ofThisRun(),
                ContactStore.ofThisRun(),
                timers,
                InstantSource.system(),
                threads,
                random);
    }

    private SipNode node(
            String name, List<ListenPoint> listen, org.earshot.common.stack.RequestHandler handler)
            throws Exception {
        return SipNode.open(
                SipNodeConfig.plain(name, listen.toArray(ListenPoint[]::new)), timers, handler);
    }

    private static ListenPoint at(Transport transport) {
        return new ListenPoint(transport, new InetSocketAddress(HERE, 0));
    }

    private static String body(InboundRequest request) {
        return new String(request.message().getRawContent(), StandardCharsets.UTF_8);
    }

    /// Where the next packet of audio comes from.
    private static InetAddress from(DatagramSocket peer) {
        try {
            DatagramPacket packet = new DatagramPacket(new byte[2_048], 2_048);
            peer.setSoTimeout(10_000);
            peer.receive(packet);
            return packet.getAddress();
        } catch (IOException e) {
            throw new AssertionError("no audio", e);
        }
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + 20_000_000_000L;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("time is up").isLessThan(deadline);
            LockSupport.parkNanos(1_000_000);
        }
    }

    /// The stack, but for the address: a machine has one on loopback, whatever the test says.
    private final class MovedSignalling implements Signalling {
        private final Signalling stack;

        MovedSignalling(Signalling stack) {
            this.stack = stack;
        }

        @Override
        public RequestSender sender() {
            return stack.sender();
        }

        @Override
        public CompletionStage<Connected> connect(Destination.Address server) {
            return stack.connect(server)
                    .thenApply(c ->
                            new Connected(
                                    c.flow(), new InetSocketAddress(local, c.contact().getPort())));
        }

        @Override
        public void close(Flow flow) {
            stack.close(flow);
        }

        @Override
        public void keepAlive(Flow flow) {
            stack.keepAlive(flow);
        }
    }
}
