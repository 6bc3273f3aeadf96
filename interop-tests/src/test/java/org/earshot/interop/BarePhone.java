package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLSocket;
import org.earshot.common.key.TrustedCertificates;

/// A phone that is a socket and some text: a test sees every byte that comes to it, and can say what no phone
/// of ours would. One test's thread uses it.
final class BarePhone implements AutoCloseable {
    /// An offer of audio that nobody sends.
    static final String SDP =
            """
            v=0
            o=- 1 1 IN IP4 127.0.0.1
            s=-
            c=IN IP4 127.0.0.1
            t=0 0
            m=audio 16000 RTP/AVP 0
            """
                    .replace("\n", "\r\n");

    private static final int SECONDS = 60;

    private final String name;
    private final String password;
    private final String transport;
    private final BareLine line;
    private final List<String> everything = new CopyOnWriteArrayList<>();
    // apart: a request may come before the answer that makes it possible
    private final BlockingQueue<String> requests = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> responses = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> ringing = new LinkedBlockingQueue<>();
    private final String callIds = Long.toHexString(System.nanoTime());
    private final Map<String, UnaryOperator<String>> answers = new ConcurrentHashMap<>();
    private int sent;

    private BarePhone(String name, String password, String transport, BareLine line) {
        this.name = name;
        this.password = password;
        this.transport = transport;
        this.line = line;
        Thread.ofVirtual().name("bare-" + name).start(this::read);
    }

    /// A phone on a UDP socket of its own.
    static BarePhone udp(Lab lab, String name, String password, String server) throws IOException {
        InetSocketAddress to = BareLine.address(server);
        DatagramSocket socket = new DatagramSocket(0, to.getAddress());
        return lab.closing(
                new BarePhone(name, password, "UDP", new BareLine.Datagrams(socket, to)));
    }

    /// A phone on a TLS connection that it opens now.
    static BarePhone tls(Lab lab, String name, String password, String server, Path ca)
            throws IOException {
        InetSocketAddress to = BareLine.address(server);
        SSLSocket socket =
                (SSLSocket)
                        TrustedCertificates.fromPem(ca)
                                .context()
                                .getSocketFactory()
                                .createSocket(to.getAddress(), to.getPort());
        socket.setTcpNoDelay(true); // or the delays that are measured are those of this phone
        socket.startHandshake();
        return lab.closing(new BarePhone(name, password, "TLS", new BareLine.Stream(socket)));
    }

    /// A phone on a TCP connection that it opens now.
    static BarePhone tcp(Lab lab, String name, String password, String server) throws IOException {
        InetSocketAddress to = BareLine.address(server);
        Socket socket = new Socket(to.getAddress(), to.getPort());
        socket.setTcpNoDelay(true);
        return lab.closing(new BarePhone(name, password, "TCP", new BareLine.Stream(socket)));
    }

    /// Registers for ten minutes.
    BarePhone registered() {
        assertThat(register()).startsWith("SIP/2.0 200").contains(Integer.toString(port()));
        return this;
    }

    /// Asks to be registered, and gives the last answer.
    String register() {
        return register("");
    }

    /// The same as a phone that has features.
    ///
    /// @param features parameters of its Contact (RFC 3840), each with its semicolon
    String register(String features) {
        String contact = contact().replace(">\r\n", ">" + features + "\r\n");
        // an hour: it refreshes nothing, and benchmarks take longer than some minutes
        return exchange("REGISTER", "sip:127.0.0.1", aor(name), contact + "Expires: 3600\r\n", "");
    }

    /// From now on answers each request of a method by itself.
    ///
    /// @param status such as `200 OK`
    void answering(String method, String status) {
        answering(method, _ -> status);
    }

    /// The same, with an answer that is made of the request.
    void answering(String method, UnaryOperator<String> status) {
        answers.put(method, status);
    }

    /// Sends a MESSAGE of any kind, and gives the last answer.
    String message(String to, String contentType, String body) {
        return exchange("MESSAGE", aor(to), aor(to), "Content-Type: " + contentType + "\r\n", body);
    }

    /// Sends a text, and gives the last answer.
    String message(String to, String text) {
        return exchange("MESSAGE", aor(to), aor(to), "Content-Type: text/plain\r\n", text);
    }

    /// Watches somebody for ten minutes, and gives the last answer; what is seen comes as NOTIFY.
    ///
    /// @param event such as `presence`
    String subscribe(String to, String event) {
        return exchange(
                "SUBSCRIBE",
                aor(to),
                aor(to),
                contact() + "Event: " + event + "\r\nExpires: 600\r\n",
                "");
    }

    /// Says what one's state is, and gives the last answer.
    ///
    /// @param pidf of type `application/pidf+xml`
    String publish(String pidf) {
        return exchange(
                "PUBLISH",
                aor(name),
                aor(name),
                "Event: presence\r\nExpires: 600\r\nContent-Type: application/pidf+xml\r\n",
                pidf);
    }

    /// Publishes anything, and gives the last answer.
    ///
    /// @param uri to whom
    String publish(String uri, String event, String contentType, String body) {
        return exchange(
                "PUBLISH",
                uri,
                uri,
                "Event: " + event + "\r\nContent-Type: " + contentType + "\r\n",
                body);
    }

    /// Waits for a request of that method whose body has a text in it; of the requests that came before it those that were waiting are dropped.
    String request(String method, String text) {
        return await(
                requests,
                method + " with " + text,
                message -> message.startsWith(method + " ") && body(message).contains(text));
    }

    /// Calls, and gives the last answer; only a refusal is acknowledged.
    String invite(String to, String sdp) {
        return exchange(
                "INVITE", aor(to), aor(to), contact() + "Content-Type: application/sdp\r\n", sdp);
    }

    /// Ends the registration, and gives the last answer.
    String unregister() {
        return exchange("REGISTER", "sip:127.0.0.1", aor(name), contact() + "Expires: 0\r\n", "");
    }

    /// Asks the server whether it is there: what it sent before has arrived when this returns.
    void settle() {
        assertThat(exchange("OPTIONS", "sip:127.0.0.1", "sip:127.0.0.1", "", ""))
                .startsWith("SIP/2.0 200");
    }

    /// All that came so far.
    List<String> everything() {
        return new ArrayList<>(everything);
    }

    /// The next request of that method; what came before it is dropped.
    String request(String method) {
        return await(requests, method, message -> message.startsWith(method + " "));
    }

    /// Answers a request.
    ///
    /// @param sdp empty for none
    void answer(String request, String status, String sdp) {
        StringBuilder answer = new StringBuilder("SIP/2.0 " + status + "\r\n");
        for (String header : List.of("Via", "Record-Route", "From", "To", "Call-ID", "CSeq")) {
            for (String each : lines(request, header)) {
                answer.append(each);
                if (header.equals("To") && !each.contains(";tag=")) {
                    answer.append(";tag=bare");
                }
                answer.append("\r\n");
            }
        }
        answer.append(contact());
        if (!sdp.isEmpty()) {
            answer.append("Content-Type: application/sdp\r\n");
        }
        answer.append("Content-Length: " + sdp.length() + "\r\n\r\n" + sdp);
        try {
            line.reply(answer.toString(), lines(request, "Via").getFirst());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Ends a call that was answered before, by this phone or by another one of the same person, and gives the answer. It goes by this phone's connection.
    ///
    /// @param invite with which the call came
    String hangUp(String invite) {
        return bye(
                contactOf(invite),
                lines(invite, "Record-Route"),
                "From" + lines(invite, "To").getFirst().substring(2) + ";tag=bare",
                "To" + lines(invite, "From").getFirst().substring(4),
                lines(invite, "Call-ID").getFirst(),
                1);
    }

    /// Ends a call that this phone or another one of the same person began, and gives the answer.
    ///
    /// @param answer a 2xx
    String hangUpOwn(String answer) {
        return bye(
                contactOf(answer),
                lines(answer, "Record-Route").reversed(),
                lines(answer, "From").getFirst(),
                lines(answer, "To").getFirst(),
                lines(answer, "Call-ID").getFirst(),
                11); // above that of its INVITE
    }

    private String bye(
            String uri,
            List<String> recordRoutes,
            String from,
            String to,
            String callId,
            int cSeq) {
        String dialog = routes(recordRoutes) + from + "\r\n" + to + "\r\n" + callId + "\r\n";
        String answer = bye(uri, dialog, callId, cSeq);
        return answer.startsWith("SIP/2.0 407")
                ? bye(uri, dialog + credentials(answer, "BYE", uri), callId, cSeq + 1)
                : answer;
    }

    private String bye(String uri, String headers, String callId, int cSeq) {
        write(
                ("BYE " + uri + " SIP/2.0\r\n")
                        + "Via: SIP/2.0/%s %s:%d;branch=z9hG4bK-bye-%s-%d-%d;rport\r\n"
                                .formatted(transport, host(), port(), callIds, sent++, cSeq)
                        + headers
                        + ("CSeq: " + cSeq + " BYE\r\n")
                        + "Max-Forwards: 70\r\nContent-Length: 0\r\n\r\n");
        return await(
                responses,
                "answer to BYE",
                message ->
                        !message.startsWith("SIP/2.0 1")
                                && message.contains(callId)
                                && message.contains("CSeq: " + cSeq + " BYE"));
    }

    /// Acknowledges the answer to a call of its own.
    ///
    /// @param answer a 2xx
    void acknowledge(String answer) {
        String cSeq = lines(answer, "CSeq").getFirst().replace("INVITE", "ACK");
        write(
                ("ACK " + contactOf(answer) + " SIP/2.0\r\n")
                        + "Via: SIP/2.0/%s %s:%d;branch=z9hG4bK-ack-%s-%d;rport\r\n"
                                .formatted(transport, host(), port(), callIds, sent++)
                        + routes(lines(answer, "Record-Route").reversed())
                        + (lines(answer, "From").getFirst() + "\r\n")
                        + (lines(answer, "To").getFirst() + "\r\n")
                        + (lines(answer, "Call-ID").getFirst() + "\r\n" + cSeq + "\r\n")
                        + "Max-Forwards: 70\r\nContent-Length: 0\r\n\r\n");
    }

    /// What this phone hears when a call of its own rings.
    String ringing(String callId) {
        return await(ringing, "180", message -> message.contains(callId));
    }

    /// Gives up a call that rings.
    ///
    /// @param ringing what it has heard of it
    void cancel(String to, String ringing) {
        write(
                ("CANCEL " + aor(to) + " SIP/2.0\r\n")
                        + (lines(ringing, "Via").getFirst() + "\r\n")
                        + (lines(ringing, "From").getFirst() + "\r\n")
                        + ("To: <" + aor(to) + ">\r\n")
                        + (lines(ringing, "Call-ID").getFirst() + "\r\n")
                        + (lines(ringing, "CSeq").getFirst().replace("INVITE", "CANCEL") + "\r\n")
                        + "Max-Forwards: 70\r\nContent-Length: 0\r\n\r\n");
    }

    private static String routes(List<String> recordRoutes) {
        StringBuilder routes = new StringBuilder();
        for (String route : recordRoutes) {
            routes.append(route.substring("Record-".length())).append("\r\n");
        }
        return routes.toString();
    }

    private static String contactOf(String message) {
        return lines(message, "Contact").getFirst().replaceAll(".*<|>.*", "");
    }

    /// The body of a message.
    static String body(String message) {
        return message.substring(message.indexOf("\r\n\r\n") + 4);
    }

    private String exchange(String method, String uri, String to, String headers, String body) {
        String callId = callIds + "-" + sent++;
        String answer = send(method, uri, to, headers, body, callId, 1);
        if (!answer.startsWith("SIP/2.0 407") && !answer.startsWith("SIP/2.0 401")) {
            return answer;
        }
        String credentials = credentials(answer, method, uri);
        return send(method, uri, to, headers + credentials, body, callId, 2);
    }

    /// The header that answers a challenge.
    private String credentials(String answer, String method, String uri) {
        boolean byProxy = answer.startsWith("SIP/2.0 407");
        String challenge =
                lines(answer, byProxy ? "Proxy-Authenticate" : "WWW-Authenticate").stream()
                        .filter(line -> line.contains("SHA-256"))
                        .findFirst()
                        .orElseThrow(() -> new AssertionError("no SHA-256 in " + answer));
        return (byProxy ? "Proxy-Authorization: " : "Authorization: ")
                + Digest.answer(challenge, name, password, method, uri)
                + "\r\n";
    }

    private String send(
            String method,
            String uri,
            String to,
            String headers,
            String body,
            String callId,
            int cSeq) {
        String via =
                "Via: SIP/2.0/%s %s:%d;branch=z9hG4bK-%s-%d;rport\r\n"
                        .formatted(transport, host(), port(), callId, cSeq);
        String from = "From: <" + aor(name) + ">;tag=from\r\n";
        String common = "Call-ID: " + callId + "\r\nMax-Forwards: 70\r\n";
        int length = body.getBytes(StandardCharsets.UTF_8).length;
        write(
                method
                        + " "
                        + uri
                        + " SIP/2.0\r\n"
                        + via
                        + from
                        + ("To: <" + to + ">\r\n")
                        + common
                        + ("CSeq: " + cSeq + " " + method + "\r\n")
                        + headers
                        + ("Content-Length: " + length + "\r\n\r\n")
                        + body);
        String answer =
                await(
                        responses,
                        "answer to " + method,
                        message ->
                                !message.startsWith("SIP/2.0 1")
                                        && message.contains(callId)
                                        && message.contains("CSeq: " + cSeq + " " + method));
        if (method.equals("INVITE") && !answer.startsWith("SIP/2.0 2")) {
            write(
                    ("ACK " + uri + " SIP/2.0\r\n")
                            + via
                            + from
                            + (lines(answer, "To").getFirst() + "\r\n")
                            + common
                            + ("CSeq: " + cSeq + " ACK\r\nContent-Length: 0\r\n\r\n"));
        }
        return answer;
    }

    private String await(BlockingQueue<String> messages, String what, Predicate<String> wanted) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        try {
            while (true) {
                String message =
                        messages.poll(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
                if (message == null) {
                    throw new AssertionError(
                            name + ": no " + what + "; what came: " + everything());
                }
                if (wanted.test(message)) {
                    return message;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(name + ": interrupted", e);
        }
    }

    private void read() {
        try {
            while (true) {
                String message = line.read();
                if (!message.isBlank()) {
                    everything.add(message);
                    (message.startsWith("SIP/2.0 ") ? responses : requests).add(message);
                    if (message.startsWith("SIP/2.0 180")) {
                        ringing.add(message);
                    }
                    String method = message.substring(0, message.indexOf(' '));
                    if (answers.containsKey(method)) {
                        answer(message, answers.get(method).apply(message), "");
                    }
                }
            }
        } catch (IOException e) {
            // closed, at the test's end
        }
    }

    private void write(String message) {
        try {
            line.write(message);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The lines of a header, with its name.
    static List<String> lines(String message, String header) {
        String head = message.substring(0, message.indexOf("\r\n\r\n"));
        return head.lines()
                .filter(line -> line.regionMatches(true, 0, header + ":", 0, header.length() + 1))
                .toList();
    }

    private static String aor(String user) {
        return "sip:" + user + "@127.0.0.1";
    }

    private String contact() {
        return "Contact: <sip:%s@%s:%d;transport=%s>\r\n"
                .formatted(name, host(), port(), transport.toLowerCase(java.util.Locale.ROOT));
    }

    private String host() {
        return line.local().getAddress().getHostAddress();
    }

    int port() {
        return line.local().getPort();
    }

    @Override
    public void close() throws IOException {
        line.close();
    }
}
