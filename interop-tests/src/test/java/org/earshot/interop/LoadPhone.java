package org.earshot.interop;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;

/// A phone for load: one stream to the server, MESSAGEs without waiting for each other, each that comes in answered 200
/// at once. Cheap, so that what is measured is the server. Thread-safe.
final class LoadPhone implements AutoCloseable {
    private static final int SECONDS = 60;
    private static final int MOST_TRIES = 3;

    private final String name;
    private final String password;
    private final boolean tls;
    private final Socket socket;
    private final OutputStream out;
    private final Consumer<String> received;
    private final Consumer<String> notified;
    private final Map<String, Waiting> waiting = new ConcurrentHashMap<>();
    private final AtomicInteger requests = new AtomicInteger();
    private volatile Optional<Challenge> challenge = Optional.empty();

    /// A nonce of the proxy's that is used again and again.
    private record Challenge(String line, AtomicInteger uses) {}

    private record Request(String method, String uri, String to, String headers, String body) {}

    private record Waiting(Request request, int cSeq, CompletableFuture<Integer> status) {}

    private LoadPhone(
            String name,
            String password,
            boolean tls,
            Socket socket,
            Consumer<String> received,
            Consumer<String> notified)
            throws IOException {
        this.name = name;
        this.password = password;
        this.tls = tls;
        this.socket = socket;
        this.out = socket.getOutputStream();
        this.received = received;
        this.notified = notified;
        Thread.ofVirtual().name("load-" + name).start(this::read);
    }

    /// Connects.
    ///
    /// @param tls empty: TCP
    /// @param received gets the body of each MESSAGE, on the reader's thread
    static LoadPhone connect(
            String name,
            String password,
            String server,
            Optional<SSLContext> tls,
            Consumer<String> received)
            throws IOException {
        return connect(name, password, server, tls, received, _ -> {});
    }

    /// @param notified gets the body of each NOTIFY, on the reader's thread
    static LoadPhone connect(
            String name,
            String password,
            String server,
            Optional<SSLContext> tls,
            Consumer<String> received,
            Consumer<String> notified)
            throws IOException {
        int colon = server.lastIndexOf(':');
        InetSocketAddress to =
                new InetSocketAddress(
                        server.substring(0, colon), Integer.parseInt(server.substring(colon + 1)));
        Socket socket =
                tls.isPresent()
                        ? tls.get().getSocketFactory().createSocket(to.getAddress(), to.getPort())
                        : new Socket(to.getAddress(), to.getPort());
        socket.setTcpNoDelay(true);
        return new LoadPhone(name, password, tls.isPresent(), socket, received, notified);
    }

    /// Registers for an hour.
    LoadPhone registered() {
        int status = register("").orTimeout(SECONDS, TimeUnit.SECONDS).join();
        if (status != 200) {
            throw new IllegalStateException(name + " could not register: " + status);
        }
        return this;
    }

    /// Registers for an hour; completes with the status of the final answer.
    ///
    /// @param instance by which the server knows the device when it comes back over another connection (RFC 5626 §4.1); "" for none
    CompletableFuture<Integer> register(String instance) {
        String device = instance.isEmpty() ? "" : ";reg-id=1;+sip.instance=\"<" + instance + ">\"";
        return send(
                new Request(
                        "REGISTER",
                        "sip:127.0.0.1",
                        aor(name),
                        contact(device) + outbound(device),
                        ""));
    }

    private static String outbound(String device) {
        return device.isEmpty() ? "" : "Supported: path, outbound\r\n";
    }

    /// Sends a text; completes with the status of the final answer.
    CompletableFuture<Integer> message(String to, String text) {
        return send(new Request("MESSAGE", aor(to), aor(to), "Content-Type: text/plain\r\n", text));
    }

    /// Publishes a presence document for ten minutes.
    CompletableFuture<Integer> publish(String pidf) {
        return send(
                new Request(
                        "PUBLISH",
                        aor(name),
                        aor(name),
                        "Event: presence\r\nExpires: 600\r\nContent-Type: application/pidf+xml\r\n",
                        pidf));
    }

    /// Watches a list of people at once (RFC 5367).
    CompletableFuture<Integer> watch(String resourceLists) {
        return send(
                new Request(
                        "SUBSCRIBE",
                        aor("rls"),
                        aor("rls"),
                        contact("")
                                + "Event: presence\r\nSupported: eventlist\r\n"
                                + "Content-Type: application/resource-lists+xml\r\n",
                        resourceLists));
    }

    private CompletableFuture<Integer> send(Request request) {
        String callId = name + "-" + requests.incrementAndGet() + "-" + System.nanoTime();
        Waiting exchange = new Waiting(request, 1, new CompletableFuture<>());
        waiting.put(callId, exchange);
        synchronized (out) { // nonce counts have to leave in their order
            write(callId, exchange, credentials(request));
        }
        return exchange.status();
    }

    private String credentials(Request request) {
        return challenge
                .filter(_ -> request.method().equals("MESSAGE"))
                .map(known -> authorization(known, request))
                .orElse("");
    }

    private String authorization(Challenge known, Request request) {
        String header =
                known.line().regionMatches(true, 0, "Proxy", 0, 5)
                        ? "Proxy-Authorization: "
                        : "Authorization: ";
        return header
                + Digest.answer(
                        known.line(),
                        known.uses().incrementAndGet(),
                        name,
                        password,
                        request.method(),
                        request.uri())
                + "\r\n";
    }

    private void write(String callId, Waiting exchange, String credentials) {
        Request request = exchange.request();
        byte[] body = request.body().getBytes(StandardCharsets.UTF_8);
        write(
                (request.method() + " " + request.uri() + " SIP/2.0\r\n")
                        + "Via: SIP/2.0/%s 127.0.0.1:%d;branch=z9hG4bK%s.%d;rport\r\n"
                                .formatted(
                                        tls ? "TLS" : "TCP",
                                        socket.getLocalPort(),
                                        callId,
                                        exchange.cSeq())
                        + ("From: <" + aor(name) + ">;tag=load\r\nTo: <" + request.to() + ">\r\n")
                        + ("Call-ID: " + callId + "\r\nMax-Forwards: 70\r\n")
                        + ("CSeq: " + exchange.cSeq() + " " + request.method() + "\r\n")
                        + request.headers()
                        + credentials
                        + ("Content-Length: " + body.length + "\r\n\r\n" + request.body()));
    }

    private void write(String message) {
        try {
            byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
            synchronized (out) {
                out.write(bytes);
                out.flush();
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void read() {
        try (InputStream in = new BufferedInputStream(socket.getInputStream())) {
            while (true) {
                String head = head(in);
                if (head.isBlank()) {
                    continue; // a keep-alive (RFC 5626 §4.4.1)
                }
                String length = value(head, "Content-Length").orElse("0");
                String body =
                        new String(
                                in.readNBytes(Integer.parseInt(length.strip())),
                                StandardCharsets.UTF_8);
                if (head.startsWith("SIP/2.0 ")) {
                    onAnswer(head);
                } else {
                    write(answer(head));
                    if (head.startsWith("MESSAGE ")) {
                        received.accept(body);
                    } else if (head.startsWith("NOTIFY ")) {
                        notified.accept(body);
                    }
                }
            }
        } catch (IOException | RuntimeException e) {
            waiting.values().forEach(each -> each.status().completeExceptionally(e));
        }
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream(1024);
        int end = 0;
        while (end < 4) {
            int b = in.read();
            if (b < 0) {
                throw new IOException("the server closed the connection");
            }
            head.write(b);
            end = b == (end % 2 == 0 ? '\r' : '\n') ? end + 1 : b == '\r' ? 1 : 0;
            if (head.size() == 2 && end == 2) {
                return "";
            }
        }
        return head.toString(StandardCharsets.UTF_8);
    }

    private void onAnswer(String head) {
        int status = Integer.parseInt(head.substring(8, 11));
        String callId = value(head, "Call-ID").orElse("");
        Waiting exchange = waiting.get(callId);
        if (status < 200 || exchange == null) {
            return;
        }
        if ((status == 401 || status == 407) && exchange.cSeq() <= MOST_TRIES) {
            Challenge fresh = new Challenge(challenge(head).orElseThrow(), new AtomicInteger());
            Waiting again = new Waiting(exchange.request(), exchange.cSeq() + 1, exchange.status());
            waiting.put(callId, again);
            synchronized (out) {
                write(callId, again, authorization(fresh, exchange.request()));
                challenge = status == 407 ? Optional.of(fresh) : challenge;
            }
            return;
        }
        waiting.remove(callId);
        exchange.status().complete(status);
    }

    private static Optional<String> challenge(String head) {
        List<String> all =
                head.lines().filter(line -> line.contains("-Authenticate: Digest")).toList();
        return all.stream()
                .filter(line -> line.contains("SHA-256"))
                .findFirst()
                .or(() -> all.stream().findFirst());
    }

    private String answer(String head) {
        StringBuilder answer = new StringBuilder("SIP/2.0 200 OK\r\n");
        head.lines()
                .filter(line -> line.matches("(?i)(Via|From|Call-ID|CSeq):.*"))
                .forEach(line -> answer.append(line).append("\r\n"));
        String to = value(head, "To").orElse("");
        answer.append("To: ").append(to).append(to.contains(";tag=") ? "\r\n" : ";tag=load\r\n");
        return answer.append("Content-Length: 0\r\n\r\n").toString();
    }

    private static Optional<String> value(String head, String header) {
        return head.lines()
                .filter(line -> line.regionMatches(true, 0, header + ":", 0, header.length() + 1))
                .map(line -> line.substring(header.length() + 1).strip())
                .findFirst();
    }

    private static String aor(String user) {
        return "sip:" + user + "@127.0.0.1";
    }

    private String contact(String parameters) {
        return "Contact: <sip:%s@127.0.0.1:%d;transport=%s>%s\r\nExpires: 3600\r\n"
                .formatted(name, socket.getLocalPort(), tls ? "tls" : "tcp", parameters);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
