package org.earshot.common.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import javax.sip.message.Message;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.junit.jupiter.api.Test;

/// Two transaction layers over a path that loses every fourth datagram and is 30 ms long.
final class LossyPathTest {
    private static final InetSocketAddress ALICE = new InetSocketAddress("192.0.2.4", 5060);
    private static final InetSocketAddress BOB = new InetSocketAddress("192.0.2.9", 5060);

    private final FakeTimers timers = new FakeTimers();
    private final Random random = new Random(11);
    private final Path aliceOut = new Path(ALICE);
    private final Path bobOut = new Path(BOB);
    private final List<Integer> statuses = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private int handled;

    @Test
    void everyTransactionEndsWithItsAnswerAndIsHandledOnce() {
        TransactionLayer bob =
                layer(
                        bobOut,
                        request -> {
                            handled++;
                            if (request.method().equals(Request.INVITE)) {
                                request.respond(180, "Ringing");
                                request.respond(486, "Busy Here");
                            } else {
                                request.respond(200, "OK");
                            }
                        });
        TransactionLayer alice = layer(aliceOut, _ -> {});
        aliceOut.peer = bob;
        bobOut.peer = alice;

        int count = 400;
        for (int i = 0; i < count; i++) {
            Request request = StackMessages.request(i % 2 == 0 ? "INVITE" : "INFO").message();
            alice.send(
                    request,
                    new Destination.Address(Transport.UDP, "192.0.2.9", 5060, "example.org"),
                    "",
                    new Hearing(),
                    Runnable::run);
            timers.advance(Duration.ofMillis(10));
        }
        timers.advance(Duration.ofSeconds(100));

        assertThat(failures).isEmpty();
        assertThat(statuses.size()).isEqualTo(count);
        assertThat(statuses).containsOnly(200, 486);
        assertThat(handled).isEqualTo(count);
        assertThat(alice.clientTransactions()).isZero();
        assertThat(bob.serverTransactions()).isZero();
        assertThat(timers.waiting()).isZero();
    }

    private TransactionLayer layer(Path outlet, RequestHandler handler) {
        return new TransactionLayer(
                outlet,
                timers,
                TransactionConfig.DEFAULT,
                StackLimits.DEFAULT,
                Runnable::run,
                handler,
                StrayResponses.DROPPED,
                Optional.empty(),
                StackObserver.NONE);
    }

    private final class Hearing implements ClientTransaction.Listener {
        @Override
        public void onResponse(Response response, Flow flow) {
            if (response.getStatusCode() >= 200) {
                statuses.add(response.getStatusCode());
            }
        }

        @Override
        public void onTimeout() {
            failures.add("timeout");
        }

        @Override
        public void onTransportError(String reason) {
            failures.add(reason);
        }
    }

    private final class Path implements Outlet {
        private final InetSocketAddress local;
        private TransactionLayer peer;

        Path(InetSocketAddress local) {
            this.local = local;
        }

        @Override
        public CompletableFuture<Flow> open(Destination destination) {
            return CompletableFuture.completedFuture(
                    new Flow("test", Transport.UDP, local, local.equals(ALICE) ? BOB : ALICE, 0));
        }

        @Override
        public boolean send(Flow flow, byte[] bytes) {
            if (random.nextInt(4) > 0) {
                timers.after(Duration.ofMillis(30), () -> arrive(flow, bytes));
            }
            return true;
        }

        private void arrive(Flow flow, byte[] bytes) {
            try {
                Message message = SipMessages.parse(bytes);
                if (message instanceof Request request) {
                    ViaStamp.stamp(request, flow.local());
                }
                InetSocketAddress receiver = flow.remote();
                peer.onMessage(message, new Flow("test", Transport.UDP, receiver, local, 0));
            } catch (MalformedMessage e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public boolean isOpen(Flow flow) {
            return true;
        }

        @Override
        public InetSocketAddress sentBy(Flow flow) {
            return local;
        }
    }
}
