package org.earshot.interop;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.earshot.common.key.ServerTls;
import org.earshot.common.key.TrustedCertificates;

/// A SIP proxy between a phone and our server that has got hold of the server's certificate and key: it reads what goes by TLS,
/// and changes it as the test wants.
final class SipMiddle implements AutoCloseable {
    private static final Pattern LENGTH =
            Pattern.compile("(?im)^(?:Content-Length|l)[ \t]*:[ \t]*([0-9]+)[ \t]*\r\n");

    /// What becomes of a message.
    @FunctionalInterface
    interface Meddler {
        /// @param back sends something to where it came from
        /// @return what goes on in its place; its Content-Length need not fit
        Optional<String> pass(String message, Consumer<String> back);

        /// Changes nothing.
        static Optional<String> none(String message, Consumer<String> back) {
            return Optional.of(message);
        }
    }

    private final EarshotServer server;
    private final Meddler toServer;
    private final Meddler toPhone;
    private final SSLServerSocket listening;
    private final List<SSLSocket> sockets = new CopyOnWriteArrayList<>();
    private final List<String> passed = new CopyOnWriteArrayList<>();

    private SipMiddle(
            EarshotServer server, Meddler toServer, Meddler toPhone, SSLServerSocket listening) {
        this.server = server;
        this.toServer = toServer;
        this.toPhone = toPhone;
        this.listening = listening;
    }

    /// @param toServer what is done with what a phone says
    /// @param toPhone what is done with what a phone is told
    static SipMiddle start(Lab lab, EarshotServer server, Meddler toServer, Meddler toPhone)
            throws IOException {
        String pem = Files.readString(server.data().resolve("tls").resolve("server.pem"));
        int chainAt = pem.indexOf("-----BEGIN CERTIFICATE");
        Path folder = lab.privateFolder("stolen");
        Path chain = Files.writeString(folder.resolve("chain.pem"), pem.substring(chainAt));
        Path key = Files.writeString(folder.resolve("key.pem"), pem.substring(0, chainAt));
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        SSLServerSocket listening =
                (SSLServerSocket)
                        ServerTls.ofFiles(chain, key)
                                .context()
                                .getServerSocketFactory()
                                .createServerSocket(0, 10, InetAddress.getLoopbackAddress());
        SipMiddle middle = lab.closing(new SipMiddle(server, toServer, toPhone, listening));
        Thread.ofVirtual().name("middle").start(middle::accept);
        return middle;
    }

    /// `HOST:PORT`, as a phone takes it for its server.
    String address() {
        return "127.0.0.1:" + listening.getLocalPort();
    }

    /// All that came to it, from either side, as it came.
    List<String> passed() {
        return new ArrayList<>(passed);
    }

    private void accept() {
        try {
            while (true) {
                SSLSocket phone = (SSLSocket) listening.accept();
                SSLSocket there =
                        (SSLSocket)
                                TrustedCertificates.fromPem(server.ca())
                                        .context()
                                        .getSocketFactory()
                                        .createSocket(
                                                InetAddress.getLoopbackAddress(),
                                                server.port("tls"));
                sockets.add(phone);
                sockets.add(there);
                Thread.ofVirtual().start(() -> pump(phone, there, toServer));
                Thread.ofVirtual().start(() -> pump(there, phone, toPhone));
            }
        } catch (IOException e) {
            // the test is over
        }
    }

    private void pump(SSLSocket from, SSLSocket to, Meddler meddler) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            while (true) {
                String message = read(in);
                if (message.isBlank()) {
                    write(to, message); // a keep-alive
                    continue;
                }
                passed.add(message);
                Optional<String> next =
                        meddler.pass(message, answer -> write(from, fitting(answer)));
                next.ifPresent(changed -> write(to, fitting(changed)));
            }
        } catch (IOException | UncheckedIOException e) {
            // one of the two has gone
        }
    }

    private static void write(SSLSocket to, String message) {
        try {
            OutputStream out = to.getOutputStream();
            synchronized (to) {
                out.write(message.getBytes(StandardCharsets.UTF_8));
                out.flush();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (true) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException();
            }
            head.write(next);
            String text = head.toString(StandardCharsets.UTF_8);
            if (text.isBlank() && text.endsWith("\r\n")) {
                return text;
            }
            if (text.endsWith("\r\n\r\n")) {
                Matcher length = LENGTH.matcher(text);
                int bytes = length.find() ? Integer.parseInt(length.group(1)) : 0;
                return text + new String(in.readNBytes(bytes), StandardCharsets.UTF_8);
            }
        }
    }

    private static String fitting(String message) {
        int bytes = BarePhone.body(message).getBytes(StandardCharsets.UTF_8).length;
        return LENGTH.matcher(message).replaceFirst("Content-Length: " + bytes + "\r\n");
    }

    /// An answer that the one who was asked has never given.
    ///
    /// @param status such as `488 Not Acceptable Here`
    static String forged(String request, String status) {
        StringBuilder answer = new StringBuilder("SIP/2.0 " + status + "\r\n");
        request.lines()
                .takeWhile(line -> !line.isEmpty())
                .filter(line -> line.matches("(?i)(via|from|to|call-id|cseq)[ \t]*:.*"))
                .map(line ->
                        line.regionMatches(true, 0, "To:", 0, 3) && !line.contains(";tag=")
                                ? line + ";tag=forged"
                                : line)
                .forEach(line -> answer.append(line).append("\r\n"));
        return answer.append("Content-Length: 0\r\n\r\n").toString();
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (SSLSocket socket : sockets) {
            socket.close();
        }
    }
}
