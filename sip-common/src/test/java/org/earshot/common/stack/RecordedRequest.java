package org.earshot.common.stack;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javax.sip.header.CallIdHeader;
import javax.sip.message.Message;
import javax.sip.message.Request;
import javax.sip.message.Response;

/// An [InboundRequest] without a network: built from text, it keeps the responses. Its queue runs tasks at
/// once, on the calling thread, one after the other. Thread-safe.
///
/// ```java
/// RecordedRequest register = RecordedRequest.of("""
///         REGISTER sip:example.org SIP/2.0
///         Via: SIP/2.0/UDP 192.0.2.4:5060;branch=z9hG4bK1
///         …
///         """).handledBy(registrar);
/// assertThat(register.finalResponse().getStatusCode()).isEqualTo(200);
/// ```
public final class RecordedRequest implements InboundRequest {
    /// The To-tag of the responses.
    public static final String TO_TAG = "recorded";

    private final Request message;
    private final Flow flow;
    private final Executor queue = new SerialQueue(Runnable::run);
    private final List<Response> responses = new ArrayList<>();
    private final List<CancelListener> cancelListeners = new ArrayList<>();
    private final Consumer<Response> onward;
    private Request cancel;

    public RecordedRequest(Request message, Flow flow) {
        this(message, flow, _ -> {});
    }

    /// @param onward is told each response that goes out
    RecordedRequest(Request message, Flow flow, Consumer<Response> onward) {
        this.message = message;
        this.flow = flow;
        this.onward = onward;
    }

    /// From a text with line ends of any kind; Content-Length is put right, and the empty line after the
    /// headers may be left out where there is no body. Came by UDP from 192.0.2.4:5060.
    public static RecordedRequest of(String text) {
        return of(text, udpFlow());
    }

    /// As [#of(String)], over a given flow.
    public static RecordedRequest of(String text, Flow flow) {
        return new RecordedRequest((Request) parse(text), flow);
    }

    /// From 192.0.2.4:5060 to 192.0.2.1:5060 over UDP.
    public static Flow udpFlow() {
        return flow(Transport.UDP, "192.0.2.4", 5060, 0);
    }

    /// A flow from a peer to us (192.0.2.1).
    ///
    /// @param remoteHost numeric
    /// @param connection its number; 0 for UDP
    public static Flow flow(
            Transport transport, String remoteHost, int remotePort, long connection) {
        return new Flow(
                "test",
                transport,
                new InetSocketAddress("192.0.2.1", transport.defaultPort()),
                new InetSocketAddress(remoteHost, remotePort),
                connection);
    }

    /// Reads any SIP message, as lenient as [#of(String)].
    public static Message parse(String text) {
        String lines = text.replace("\r\n", "\n");
        int split = lines.indexOf("\n\n");
        String head = (split < 0 ? lines.stripTrailing() : lines.substring(0, split));
        String body = split < 0 ? "" : lines.substring(split + 2).replace("\n", "\r\n");
        head =
                head.lines()
                        .filter(line ->
                                !line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
                        .reduce("", (all, line) -> all + line + "\r\n");
        int length = body.getBytes(StandardCharsets.UTF_8).length;
        String whole = head + "Content-Length: " + length + "\r\n\r\n" + body;
        try {
            return SipMessages.parse(whole.getBytes(StandardCharsets.UTF_8));
        } catch (MalformedMessage e) {
            throw new IllegalArgumentException("not a SIP message:\n" + text, e);
        }
    }

    /// Gives it to a handler, as the transaction layer does: what the handler throws becomes the response.
    public RecordedRequest handledBy(RequestHandler handler) {
        queue.execute(() -> RequestDispatch.run(handler, this));
        return this;
    }

    /// A CANCEL for it comes.
    public void cancel(Request cancelRequest) {
        List<CancelListener> listeners;
        synchronized (this) {
            if (cancel != null || answered()) {
                return;
            }
            cancel = cancelRequest;
            listeners = List.copyOf(cancelListeners);
        }
        listeners.forEach(l -> queue.execute(() -> l.onCancel(cancelRequest)));
    }

    /// All responses, in order, the provisional ones too.
    public synchronized List<Response> responses() {
        return List.copyOf(responses);
    }

    /// Their status codes.
    public List<Integer> statuses() {
        return responses().stream().map(Response::getStatusCode).toList();
    }

    /// The first final response.
    ///
    /// @throws AssertionError if there is none yet
    public Response finalResponse() {
        return firstFinal()
                .orElseThrow(() -> new AssertionError("no final response, only " + statuses()));
    }

    /// Whether a final response went out.
    public boolean answered() {
        return firstFinal().isPresent();
    }

    private Optional<Response> firstFinal() {
        return responses().stream().filter(r -> r.getStatusCode() >= 200).findFirst();
    }

    @Override
    public Request message() {
        return message;
    }

    @Override
    public Flow flow() {
        return flow;
    }

    @Override
    public Executor queue() {
        return queue;
    }

    @Override
    public Response createResponse(int status, String reason) {
        return Responses.create(message, status, reason, TO_TAG);
    }

    @Override
    public void respond(Response response) {
        if (method().equals(Request.ACK)) {
            throw new IllegalStateException("nobody answers an ACK");
        }
        synchronized (this) {
            boolean repeated2xx =
                    method().equals(Request.INVITE) && response.getStatusCode() / 100 == 2;
            if (answered() && !(repeated2xx && finalResponse().getStatusCode() / 100 == 2)) {
                return;
            }
            responses.add(response);
        }
        onward.accept(response);
    }

    @Override
    public void onCancel(CancelListener listener) {
        Request early;
        synchronized (this) {
            cancelListeners.add(listener);
            early = cancel;
        }
        if (early != null) {
            queue.execute(() -> listener.onCancel(early));
        }
    }

    @Override
    public String callId() {
        CallIdHeader callId = (CallIdHeader) message.getHeader(CallIdHeader.NAME);
        return callId == null ? "" : callId.getCallId();
    }
}
