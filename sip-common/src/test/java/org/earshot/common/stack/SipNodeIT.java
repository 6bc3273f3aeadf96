package org.earshot.common.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import javax.sip.header.CSeqHeader;
import javax.sip.header.ToHeader;
import javax.sip.header.ViaHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Two nodes on loopback: calls, cancels, lost answers, many requests, and nothing left behind.
@Timeout(120)
final class SipNodeIT {
    private final SystemTimers timers = new SystemTimers("test-timers");
    private final TestAuthority authority = new TestAuthority();
    private final List<AutoCloseable> open = new ArrayList<>();
    private final BlockingQueue<String> bobHeard = new LinkedBlockingQueue<>();
    private final Executor queue = new SerialQueue(Thread::startVirtualThread);

    SipNodeIT() throws Exception {}

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable node : open) {
            node.close();
        }
        timers.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = Transport.class,
            names = {"UDP", "TCP", "TLS"})
    void aCallBeginsAndEnds(Transport transport) throws Exception {
        SipNode bob =
                node(
                        "bob",
                        request -> {
                            bobHeard.add(request.method());
                            switch (request.method()) {
                                case Request.INVITE -> {
                                    request.respond(180, "Ringing");
                                    request.respond(200, "OK");
                                }
                                case Request.BYE -> request.respond(200, "OK");
                                default -> {}
                            }
                        });
        SipNode alice = node("alice", _ -> {});
        Destination toBob = destination(bob, transport);

        RecordingListener invite = new RecordingListener();
        alice.sender().send(request("INVITE", "", 1), toBob, "", invite, queue);
        String ringingTag = tag(invite.response(180));
        Response ok = invite.response(200);
        assertThat(tag(ok)).isEqualTo(ringingTag);
        ViaHeader via = (ViaHeader) ok.getHeader(ViaHeader.NAME);
        assertThat(via.getTransport()).isEqualTo(transport.name());
        assertThat(via.getReceived()).isEqualTo("127.0.0.1");
        assertThat(via.getRPort()).isPositive();

        alice.sender().sendAck(request("ACK", tag(ok), 1), toBob);
        assertThat(bobHeard.poll(60, TimeUnit.SECONDS)).isEqualTo("INVITE");
        assertThat(bobHeard.poll(60, TimeUnit.SECONDS)).isEqualTo("ACK");

        RecordingListener bye = new RecordingListener();
        alice.sender().send(request("BYE", tag(ok), 2), toBob, "", bye, queue);
        bye.response(200);
        assertThat(bobHeard.poll(60, TimeUnit.SECONDS)).isEqualTo("BYE");
        assertThat(bob.unanswered()).isZero();
    }

    @ParameterizedTest
    @EnumSource(
            value = Transport.class,
            names = {"UDP", "TCP"})
    void aRingingCallIsCancelledWithItsReason(Transport transport) throws Exception {
        SipNode bob =
                node(
                        "bob",
                        request -> {
                            request.respond(180, "Ringing");
                            request.onCancel(cancel -> {
                                bobHeard.add(cancel.getHeader("Reason").toString().trim());
                                request.respond(487, "Request Terminated");
                            });
                        });
        SipNode alice = node("alice", _ -> {});
        RecordingListener invite = new RecordingListener();
        ClientTransaction transaction =
                alice.sender()
                        .send(
                                request("INVITE", "", 1),
                                destination(bob, transport),
                                "",
                                invite,
                                queue);
        // Not yet on the wire, or not yet answered: it must wait for the 180 by itself.
        invite.response(180);
        transaction.cancel(
                List.of(
                        SipMessages.headers()
                                .createHeader("Reason", "SIP;cause=200;text=\"elsewhere\"")));
        invite.response(487);
        assertThat(bobHeard.poll(60, TimeUnit.SECONDS))
                .isEqualTo("Reason: SIP;cause=200;text=\"elsewhere\"");
    }

    @Test
    void afterTheTimersNothingIsLeft() throws Exception {
        SipNodeConfig fast =
                SipNodeConfig.plain("fast", point(Transport.UDP), point(Transport.TCP))
                        .withTimers(
                                new TransactionConfig(
                                        Duration.ofMillis(50),
                                        Duration.ofMillis(100),
                                        Duration.ofMillis(50)));
        AtomicInteger first = new AtomicInteger();
        SipNode bob =
                SipNode.open(
                        fast,
                        timers,
                        request -> {
                            if (request.method().equals(Request.OPTIONS)
                                    && first.getAndIncrement() == 0) {
                                throw new IllegalStateException("on purpose");
                            }
                            if (!request.method().equals(Request.ACK)) {
                                request.respond(
                                        request.method().equals(Request.INVITE) ? 603 : 200, "So");
                            }
                        });
        open.add(bob);
        SipNode alice = SipNode.open(fast, timers, _ -> {});
        open.add(alice);

        RecordingListener broken = new RecordingListener();
        alice.sender()
                .send(
                        request("OPTIONS", "", 1),
                        destination(bob, Transport.UDP),
                        "",
                        broken,
                        queue);
        broken.response(500);
        int count = 1000;
        CountDownLatch answered = new CountDownLatch(count);
        // All at once a busy machine does not answer within 64*T1.
        Semaphore inFlight = new Semaphore(50);
        Runnable ended =
                () -> {
                    inFlight.release();
                    answered.countDown();
                };
        ConcurrentHashMap<Long, Integer> statuses = new ConcurrentHashMap<>();
        for (int i = 0; i < count; i++) {
            Transport transport = i % 2 == 0 ? Transport.UDP : Transport.TCP;
            assertThat(inFlight.tryAcquire(60, TimeUnit.SECONDS)).isTrue();
            String method = i % 4 < 2 ? "MESSAGE" : "INVITE";
            alice.sender()
                    .send(
                            request(method, "", 10 + i),
                            destination(bob, transport),
                            "",
                            new ClientTransaction.Listener() {
                                @Override
                                public void onResponse(Response response, Flow flow) {
                                    CSeqHeader cseq =
                                            (CSeqHeader) response.getHeader(CSeqHeader.NAME);
                                    if (response.getStatusCode() >= 200) {
                                        statuses.put(cseq.getSeqNumber(), response.getStatusCode());
                                        ended.run();
                                    }
                                }

                                @Override
                                public void onTimeout() {
                                    ended.run();
                                }

                                @Override
                                public void onTransportError(String reason) {
                                    ended.run();
                                }
                            },
                            queue);
        }
        assertThat(answered.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(statuses).hasSize(count);
        assertThat(statuses.values()).containsOnly(200, 603);

        await(() -> bob.serverTransactions() == 0);
        assertThat(bob.unanswered()).isZero();
        // Timer D is 32 s at least, so the INVITEs over UDP stay; all others are gone.
        await(() -> alice.clientTransactions() == count / 4);
        alice.close();
        bob.close();
        await(() -> timers.waiting() == 0);
    }

    @Test
    void aConnectionThatEndsFailsItsTransactions() throws Exception {
        SipNode bob = node("bob", request -> bobHeard.add(request.method()));
        SipNode alice = node("alice", _ -> {});
        BlockingQueue<Flow> closed = new LinkedBlockingQueue<>();
        alice.onFlowClosed(closed::add);
        RecordingListener message = new RecordingListener();
        alice.sender()
                .send(
                        request("MESSAGE", "", 1),
                        destination(bob, Transport.TCP),
                        "",
                        message,
                        queue);
        assertThat(bobHeard.poll(60, TimeUnit.SECONDS)).isEqualTo("MESSAGE");
        bob.close();

        assertThat(message.next()).isEqualTo("error");
        Flow flow = closed.poll(60, TimeUnit.SECONDS);
        assertThat(flow).isNotNull();
        assertThat(alice.sender().isOpen(flow)).isFalse();
        assertThat(alice.clientTransactions()).isZero();
    }

    @Test
    void whereNobodyListensItIsATransportError() throws Exception {
        SipNode bob = node("bob", _ -> {});
        Destination gone = destination(bob, Transport.TCP);
        bob.close();
        RecordingListener listener = new RecordingListener();
        node("alice", _ -> {}).sender().send(request("MESSAGE", "", 1), gone, "", listener, queue);
        assertThat(listener.next()).isEqualTo("error");
    }

    @Test
    void aLargeRequestGoesByTcp() throws Exception {
        BlockingQueue<Transport> came = new LinkedBlockingQueue<>();
        int port = freeTcpPort();
        SipNode bob =
                SipNode.open(
                        SipNodeConfig.plain(
                                "bob", at(Transport.UDP, port), at(Transport.TCP, port)),
                        timers,
                        request -> {
                            came.add(request.flow().transport());
                            request.respond(200, "OK");
                        });
        open.add(bob);
        SipNode alice = node("alice", _ -> {});
        Request large = request("MESSAGE", "", 1);
        large.setContent(
                "x".repeat(1300), SipMessages.headers().createContentTypeHeader("text", "plain"));
        RecordingListener listener = new RecordingListener();
        alice.sender().send(large, destination(bob, Transport.UDP), "", listener, queue);
        listener.response(200);
        assertThat(came.take()).isEqualTo(Transport.TCP);
    }

    @Test
    void aLargeRequestGoesByUdpAfterAllWhereThereIsNoTcp() throws Exception {
        BlockingQueue<Transport> came = new LinkedBlockingQueue<>();
        SipNode bob =
                SipNode.open(
                        SipNodeConfig.plain("bob", point(Transport.UDP)),
                        timers,
                        request -> {
                            came.add(request.flow().transport());
                            request.respond(200, "OK");
                        });
        open.add(bob);
        Request large = request("MESSAGE", "", 1);
        large.setContent(
                "x".repeat(1300), SipMessages.headers().createContentTypeHeader("text", "plain"));
        RecordingListener listener = new RecordingListener();
        node("alice", _ -> {})
                .sender()
                .send(large, destination(bob, Transport.UDP), "", listener, queue);
        listener.response(200);
        assertThat(came.take()).isEqualTo(Transport.UDP);
    }

    private SipNode node(String name, RequestHandler handler) throws Exception {
        TestAuthority.Identity server =
                authority.issue("node", new GeneralName(GeneralName.dNSName, "localhost"));
        SipNode node =
                SipNode.open(
                        SipNodeConfig.plain(name)
                                .withTls(
                                        Optional.of(server.serverContext()),
                                        Optional.of(authority.clientContext()))
                                .withListen(
                                        point(Transport.UDP),
                                        point(Transport.TCP),
                                        point(Transport.TLS)),
                        timers,
                        handler);
        open.add(node);
        return node;
    }

    private static ListenPoint point(Transport transport) {
        return at(transport, 0);
    }

    private static ListenPoint at(Transport transport, int port) {
        return new ListenPoint(
                transport, new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    private static int freeTcpPort() throws Exception {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static Destination destination(SipNode node, Transport transport) {
        int port = node.listenPoint(transport).address().getPort();
        return new Destination.Address(transport, "127.0.0.1", port, "localhost");
    }

    private static Request request(String method, String toTag, int cseq) throws Exception {
        String to = toTag.isEmpty() ? "" : ";tag=" + toTag;
        Request request =
                (Request)
                        RecordedRequest.parse(
                                """
                                %1$s sip:bob@example.org SIP/2.0
                                Max-Forwards: 70
                                From: <sip:alice@example.org>;tag=a1
                                To: <sip:bob@example.org>%2$s
                                Call-ID: call-%3$d
                                CSeq: %3$d %1$s
                                Via: SIP/2.0/UDP remove.invalid
                                """
                                        .formatted(method, to, cseq));
        request.removeHeader(ViaHeader.NAME);
        return request;
    }

    private static String tag(Response response) {
        return ((ToHeader) response.getHeader(ToHeader.NAME)).getTag();
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        for (int i = 0; i < 6000 && !condition.getAsBoolean(); i++) {
            assertThat(never.await(10, TimeUnit.MILLISECONDS)).isFalse();
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }
}
