package org.earshot.common.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import javax.sip.message.Message;
import javax.sip.message.Request;
import javax.sip.message.Response;

/// A transaction layer without sockets and threads, and what its users hear.
final class LayerFixture implements ClientTransaction.Listener {
    static final Flow ALICE = FakeOutlet.flow(Transport.UDP, "192.0.2.4", 5060);
    static final Destination BOB =
            new Destination.Address(Transport.UDP, "192.0.2.9", 5060, "example.org");

    final FakeOutlet outlet = new FakeOutlet();
    final FakeTimers timers = new FakeTimers();
    final List<InboundRequest> handled = new ArrayList<>();
    final List<String> heard = new ArrayList<>();
    final List<Integer> strays = new ArrayList<>();
    final List<String> observed = new ArrayList<>();
    final TransactionLayer layer;

    private final StackObserver observer =
            new StackObserver() {
                @Override
                public void answered(String method, int status, long nanos) {
                    assertThat(nanos).isNotNegative();
                    observed.add(method + " " + status);
                }

                @Override
                public void repeated(String method) {
                    observed.add(method + " again");
                }

                @Override
                public void malformed() {
                    observed.add("malformed");
                }
            };

    LayerFixture() {
        this(StackLimits.DEFAULT);
    }

    LayerFixture(StackLimits limits) {
        this(limits, Runnable::run);
    }

    /// @param threads on which requests are handled
    LayerFixture(StackLimits limits, Executor threads) {
        layer =
                new TransactionLayer(
                        outlet,
                        timers,
                        TransactionConfig.DEFAULT,
                        limits,
                        threads,
                        handled::add,
                        (response, _) -> strays.add(response.getStatusCode()),
                        Optional.empty(),
                        observer);
    }

    /// A request comes, as [StackMessages#text], changed.
    void receive(String text, Flow flow) {
        Message message = RecordedRequest.parse(text);
        if (message instanceof Request request) {
            ViaStamp.stamp(request, flow.remote());
        }
        layer.onMessage(message, flow);
    }

    void receive(String text) {
        receive(text, ALICE);
    }

    /// The response to a request that we sent comes.
    void answer(Request request, int status) {
        layer.onMessage(
                Responses.create(request, status, "So", "b1"),
                new Flow(
                        "test",
                        Transport.UDP,
                        new InetSocketAddress(FakeOutlet.US, 5060),
                        new InetSocketAddress("192.0.2.9", 5060),
                        0));
    }

    ClientTransaction send(String method, Destination destination) {
        Request request = StackMessages.request(method).message();
        return layer.send(request, destination, "-h", this, Runnable::run);
    }

    ClientTransaction send(String method) {
        return send(method, BOB);
    }

    void pass(long milliseconds) {
        timers.advance(Duration.ofMillis(milliseconds));
    }

    @Override
    public void onResponse(Response response, Flow flow) {
        heard.add(String.valueOf(response.getStatusCode()));
    }

    @Override
    public void onTimeout() {
        heard.add("timeout");
    }

    @Override
    public void onTransportError(String reason) {
        heard.add("error");
    }
}
