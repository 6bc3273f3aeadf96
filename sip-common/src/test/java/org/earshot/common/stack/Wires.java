package org.earshot.common.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.sip.header.CallIdHeader;
import javax.sip.message.Message;
import javax.sip.message.Request;
import org.earshot.common.websocket.AllowedOrigins;

/// Wires on the loopback interface with real time, each with a listener that notes what it hears. Closes
/// them all.
final class Wires implements AutoCloseable {
    static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
    private static final long PATIENCE = 60; // seconds, for what should happen at once

    private final ScheduledExecutorService executor =
            Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());
    private final List<Wire> started = new ArrayList<>();

    private final Timers timers =
            (delay, task) -> {
                Future<?> future = executor.schedule(task, delay.toMillis(), TimeUnit.MILLISECONDS);
                return () -> future.cancel(false);
            };

    /// A wire and what it has heard.
    record Node(Wire wire, Ear ear) {
        InetSocketAddress address(Transport transport) {
            return wire.listenPoints().stream()
                    .filter(point -> point.transport() == transport)
                    .findFirst()
                    .orElseThrow()
                    .address();
        }
    }

    /// Something heard: the Call-ID of a message, the reason of a bad one or of an end.
    record Heard(String what, String text, Flow flow, Message message) {}

    /// Notes what it hears, and answers bad requests as the transaction layer would.
    static final class Ear implements WireListener {
        private final BlockingQueue<Heard> messages = new LinkedBlockingQueue<>();
        private final BlockingQueue<Heard> others = new LinkedBlockingQueue<>();
        private Wire wire;

        @Override
        public void onMessage(Message message, Flow flow) {
            String callId = ((CallIdHeader) message.getHeader("Call-ID")).getCallId();
            messages.add(new Heard("message", callId, flow, message));
        }

        @Override
        public void onMalformed(MalformedMessage broken, Flow flow) {
            others.add(new Heard("malformed", broken.getMessage(), flow, null));
            broken.response()
                    .ifPresent(response -> {
                        try {
                            wire.send(flow, SipMessages.encode(response));
                        } catch (java.io.IOException e) {
                            throw new AssertionError(e);
                        }
                    });
        }

        @Override
        public void onFlowClosed(Flow flow, String reason) {
            others.add(new Heard("closed", reason, flow, null));
        }

        @Override
        public void onPong(Flow flow) {
            others.add(new Heard("pong", "", flow, null));
        }

        Heard message() throws InterruptedException {
            Heard heard = messages.poll(PATIENCE, TimeUnit.SECONDS);
            assertThat(heard).as("a message").isNotNull();
            return heard;
        }

        Heard next(String what) throws InterruptedException {
            Heard heard = others.poll(PATIENCE, TimeUnit.SECONDS);
            assertThat(heard).as(what).isNotNull();
            assertThat(heard.what()).as(heard.text()).isEqualTo(what);
            return heard;
        }

        boolean isSilent() {
            return messages.isEmpty() && others.isEmpty();
        }
    }

    Node start(WireConfig config) throws java.io.IOException {
        Ear ear = new Ear();
        Wire wire = new Wire(config, timers);
        ear.wire = wire;
        started.add(wire);
        wire.start(ear);
        return new Node(wire, ear);
    }

    Node start(WireLimits limits, Transport... transports) throws java.io.IOException {
        return start(
                new WireConfig(
                        "n" + started.size(),
                        points(transports),
                        Optional.empty(),
                        Optional.empty(),
                        limits,
                        AllowedOrigins.NONE));
    }

    Node startTls(WireLimits limits, SSLContext server, SSLContext client)
            throws java.io.IOException {
        return start(
                new WireConfig(
                        "n" + started.size(),
                        server == null ? List.of() : points(Transport.TLS),
                        Optional.ofNullable(server),
                        Optional.ofNullable(client),
                        limits,
                        AllowedOrigins.NONE));
    }

    static List<ListenPoint> points(Transport... transports) {
        return java.util.Arrays.stream(transports)
                .map(transport -> new ListenPoint(transport, new InetSocketAddress(LOOPBACK, 0)))
                .toList();
    }

    /// Limits that are soon reached.
    static WireLimits shortLimits() {
        return new WireLimits(
                1024,
                2048,
                20,
                20,
                64 * 1024,
                Duration.ofSeconds(2),
                Duration.ofMillis(500),
                Duration.ofMillis(500),
                Duration.ofMillis(500),
                Duration.ofSeconds(60),
                Duration.ofMillis(500),
                Duration.ofMillis(500));
    }

    static Destination.Address to(Transport transport, InetSocketAddress address, String domain) {
        return new Destination.Address(
                transport, address.getAddress().getHostAddress(), address.getPort(), domain);
    }

    static Flow open(Wire wire, Destination destination) throws Exception {
        return wire.open(destination).get(PATIENCE, TimeUnit.SECONDS);
    }

    /// A request as bytes.
    static byte[] request(String callId, String body) {
        return SipMessagesTest.bytes(
                """
                MESSAGE sip:bob@example.com SIP/2.0
                Via: SIP/2.0/TCP client.invalid;branch=z9hG4bK%1$s;rport
                From: <sip:alice@example.com>;tag=1
                To: <sip:bob@example.com>
                Call-ID: %1$s
                CSeq: 1 MESSAGE
                Max-Forwards: 70
                Content-Type: text/plain
                Content-Length: %2$d

                %3$s\
                """
                        .formatted(callId, body.length(), body));
    }

    static String body(Heard heard) {
        return new String(
                ((Request) heard.message()).getRawContent(),
                java.nio.charset.StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        started.forEach(Wire::close);
        executor.shutdownNow();
    }
}
