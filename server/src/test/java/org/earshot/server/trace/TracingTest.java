package org.earshot.server.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.earshot.common.config.ConfigException;
import org.earshot.common.stack.ClientTransaction;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.RecordedRequest;
import org.earshot.common.stack.StackObserver;
import org.earshot.common.stack.Transport;
import org.earshot.server.config.TracingConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What becomes of SIP in traces, told to a receiver over real HTTP.
class TracingTest {
    private static final Flow PHONE = RecordedRequest.flow(Transport.TLS, "192.0.2.4", 40_004, 4);
    private static final Flow NODE = RecordedRequest.flow(Transport.TLS, "192.0.2.9", 40_009, 9);

    private OtlpReceiver receiver;

    @BeforeEach
    void start() throws IOException {
        receiver = OtlpReceiver.start();
    }

    @AfterEach
    void stop() {
        receiver.close();
    }

    private Tracing tracing(double share) {
        return Tracing.of(
                new TracingConfig(receiver.endpoint(), share), "n", "1", InstantSource.system());
    }

    private static StackObserver stack(Tracing tracing) {
        return tracing.before(StackObserver.NONE, NODE::equals);
    }

    /// @param branches of its Vias, the topmost first
    private static Request request(String method, String callId, String... branches) {
        String vias =
                List.of(branches).stream()
                        .map(branch -> "Via: SIP/2.0/TLS 192.0.2.4:5061;branch=" + branch + "\n")
                        .collect(Collectors.joining());
        return RecordedRequest.of(
                        """
                        %1$s sip:bob@example.org SIP/2.0
                        %2$sMax-Forwards: 70
                        From: <sip:alice@example.org>;tag=a
                        To: <sip:bob@example.org>
                        Call-ID: %3$s
                        CSeq: 1 %1$s
                        Subject: a merger
                        Content-Length: 0

                        """
                                .formatted(method, vias, callId)
                                .replace("\n", "\r\n"))
                .message();
    }

    private static Response response(Request to, int status) {
        return new RecordedRequest(to, PHONE).createResponse(status, "x");
    }

    private static final class Heard implements ClientTransaction.Listener {
        private final List<String> events = new ArrayList<>();

        @Override
        public void onResponse(Response response, Flow flow) {
            events.add(Integer.toString(response.getStatusCode()));
        }

        @Override
        public void onTimeout() {
            events.add("timeout");
        }

        @Override
        public void onTransportError(String reason) {
            events.add(reason);
        }
    }

    @Test
    void aCallIsOneTraceOnAllNodesThatItPasses() {
        Request came = request("INVITE", "call@phone", "z9hG4bKphone");
        Request forwarded = request("INVITE", "call@phone", "z9hG4bKedge", "z9hG4bKphone");
        Heard heard = new Heard();
        try (Tracing edge = tracing(1);
                Tracing other = tracing(1)) {
            ClientTransaction.Listener sent = stack(edge).sending(forwarded, heard);
            sent.onResponse(response(forwarded, 100), NODE);
            sent.onResponse(response(forwarded, 180), NODE);
            stack(other).settled(forwarded, NODE, 200, 4_000_000);
            sent.onResponse(response(forwarded, 200), NODE);
            sent.onResponse(response(forwarded, 200), NODE); // again, for its ACK was late
            stack(edge).settled(came, PHONE, 200, 7_000_000);
        }
        assertThat(heard.events).containsExactly("100", "180", "200", "200");
        List<OtlpReceiver.Span> spans = receiver.await(3, _ -> true);
        assertThat(spans).hasSize(3);
        assertThat(spans)
                .extracting(OtlpReceiver.Span::trace)
                .containsOnly(spans.getFirst().trace());
        OtlpReceiver.Span first =
                spans.stream().filter(one -> one.parent().isEmpty()).findFirst().orElseThrow();
        OtlpReceiver.Span client = childOf(first, spans);
        OtlpReceiver.Span second = childOf(client, spans);
        assertThat(first.name()).isEqualTo("SIP INVITE");
        assertThat(first.kind()).isEqualTo(2);
        assertThat(first.nanos()).isEqualTo(7_000_000);
        assertThat(first.attributes())
                .containsEntry("sip.status_code", "200")
                .containsEntry("sip.method", "INVITE")
                .containsEntry("network.transport", "tls");
        assertThat(client.kind()).isEqualTo(3);
        assertThat(client.events()).containsExactly("ringing");
        assertThat(second.kind()).isEqualTo(2);
        assertThat(second.nanos()).isEqualTo(4_000_000);
        assertThat(receiver.raw())
                .doesNotContain("alice", "bob", "merger", "call@phone", "z9hG4bK", "192.0.2");
    }

    private static OtlpReceiver.Span childOf(
            OtlpReceiver.Span parent, List<OtlpReceiver.Span> spans) {
        return spans.stream()
                .filter(one -> one.parent().equals(parent.span()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aStrangersViaNamesNoParent() {
        try (Tracing tracing = tracing(1)) {
            stack(tracing).settled(request("BYE", "c", "z9hG4bKedge"), PHONE, 481, 1);
        }
        assertThat(receiver.await(1, _ -> true).getFirst().parent()).isEmpty();
    }

    @Test
    void workWithTheDatabaseHangsOnWhatWaitsForIt() {
        Request came = request("REGISTER", "r", "z9hG4bKr");
        try (Tracing tracing = tracing(1)) {
            tracing.database().orElseThrow().done("read", 5, false); // nobody's
            stack(tracing)
                    .handling(
                            came,
                            () -> tracing.database().orElseThrow().done("transaction", 5, true));
            stack(tracing).settled(came, PHONE, 503, 1);
            tracing.api(
                    "GET",
                    "/api/v1/accounts/{name}",
                    () -> 200,
                    () -> tracing.database().orElseThrow().done("read", 5, false));
            assertThatThrownBy(() ->
                            tracing.api(
                                    "POST",
                                    "/api/v1/groups",
                                    () -> 200,
                                    () -> {
                                        throw new IllegalStateException("hush");
                                    }))
                    .hasMessage("hush");
        }
        List<OtlpReceiver.Span> spans = receiver.await(5, _ -> true);
        assertThat(spans).hasSize(5);
        OtlpReceiver.Span register = named("SIP REGISTER", spans);
        assertThat(register.error()).isTrue();
        OtlpReceiver.Span written = named("database transaction", spans);
        assertThat(written.trace()).isEqualTo(register.trace());
        assertThat(written.parent()).isEqualTo(register.span());
        assertThat(written.error()).isTrue();
        OtlpReceiver.Span asked = named("GET /api/v1/accounts/{name}", spans);
        assertThat(asked.attributes()).containsEntry("http.response.status_code", "200");
        assertThat(asked.error()).isFalse();
        assertThat(named("database read", spans).parent()).isEqualTo(asked.span());
        assertThat(named("POST /api/v1/groups", spans).error()).isTrue();
        assertThat(receiver.raw()).doesNotContain("hush");
    }

    private static OtlpReceiver.Span named(String name, List<OtlpReceiver.Span> spans) {
        return spans.stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
    }

    @Test
    void whatGotNoAnswerIsSaidSoAndAnInventedMethodHasNoName() {
        Heard heard = new Heard();
        try (Tracing tracing = tracing(1)) {
            stack(tracing).sending(request("OPTIONS", "o", "z9hG4bKo"), heard).onTimeout();
            stack(tracing)
                    .sending(request("XSECRET", "x", "z9hG4bKx"), heard)
                    .onTransportError("refused");
        }
        List<OtlpReceiver.Span> spans = receiver.await(2, _ -> true);
        assertThat(named("SIP OPTIONS", spans).attributes()).containsEntry("error.type", "timeout");
        assertThat(named("SIP other", spans).attributes()).containsEntry("error.type", "transport");
        assertThat(receiver.raw()).doesNotContain("XSECRET", "refused");
        assertThat(heard.events).containsExactly("timeout", "refused");
    }

    @Test
    void allNodesTakeTheSameShareOfCalls() {
        try (Tracing one = tracing(0.5);
                Tracing other = tracing(0.5)) {
            IntStream.range(0, 200)
                    .mapToObj(i -> request("INVITE", "call" + i, "z9hG4bK" + i))
                    .forEach(came -> {
                        stack(one).settled(came, PHONE, 200, 1);
                        stack(other).settled(came, PHONE, 486, 1);
                    });
        }
        Set<String> ofOne = traces(200);
        Set<String> ofOther = traces(486);
        assertThat(ofOne).hasSizeBetween(60, 140).isEqualTo(ofOther);
    }

    private Set<String> traces(int status) {
        return receiver
                .await(
                        60,
                        span ->
                                span.attributes()
                                        .get("sip.status_code")
                                        .equals(Integer.toString(status)))
                .stream()
                .map(OtlpReceiver.Span::trace)
                .collect(Collectors.toSet());
    }

    @Test
    void whereItIsOffNothingIsBetween() throws Exception {
        try (Tracing tracing =
                Tracing.of(new TracingConfig("off", 1), "n", "1", InstantSource.system())) {
            assertThat(stack(tracing)).isSameAs(StackObserver.NONE);
            assertThat(tracing.database()).isEmpty();
            List<String> done = new ArrayList<>();
            tracing.api("GET", "/", () -> 200, () -> done.add("work"));
            assertThat(done).containsExactly("work");
        }
    }

    @Test
    void aCollectorThatIsAwayHoldsNothingUp() {
        try (Tracing tracing =
                Tracing.of(
                        new TracingConfig("http://127.0.0.1:1", 1),
                        "n",
                        "1",
                        InstantSource.system())) {
            for (int i = 0; i < 10_000; i++) {
                stack(tracing).settled(request("OPTIONS", "c" + i, "z9hG4bK" + i), PHONE, 200, 1);
            }
        }
        assertThat(receiver.spans()).isEmpty();
    }

    @Test
    void whatIsNoEndpointIsRefused() {
        for (String wrong :
                List.of(
                        "",
                        "on",
                        "127.0.0.1:4318",
                        "ftp://x",
                        "http://x/v1/traces",
                        "http://u@x")) {
            assertThatThrownBy(() -> new TracingConfig(wrong, 1))
                    .as(wrong)
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("tracing.endpoint");
        }
        for (double wrong : new double[] {0, -1, 1.1, Double.NaN}) {
            assertThatThrownBy(() -> new TracingConfig("off", wrong))
                    .isInstanceOf(ConfigException.class);
        }
    }
}
