package org.earshot.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A phone of the domain `localhost` over UDP, which logs in with a password and takes one message.
final class RegisteringPhone implements AutoCloseable {
    private static final Pattern UDP = Pattern.compile(" udp=127\\.0\\.0\\.1:([0-9]+)");
    private static final int PATIENCE_MILLIS = 60_000;

    private final String user;
    private final DatagramSocket socket;
    private final InetSocketAddress server;
    private int requests;

    RegisteringPhone(Server server, String user) throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        Matcher port = UDP.matcher(server.ready());
        assertThat(port.find()).as(server.ready()).isTrue();
        this.server = new InetSocketAddress(loopback, Integer.parseInt(port.group(1)));
        this.user = user;
        socket = new DatagramSocket(0, loopback);
        socket.setSoTimeout(PATIENCE_MILLIS);
    }

    /// @return the final answer
    String register(String password) throws Exception {
        String first = exchange("");
        return first.contains(" 401 ")
                ? exchange(PhoneLogin.credentials(first, user, password))
                : first;
    }

    private String exchange(String authorization) throws IOException {
        requests++;
        send(
                """
                REGISTER sip:localhost SIP/2.0
                Via: SIP/2.0/UDP 127.0.0.1:%1$d;branch=z9hG4bK%2$s%3$d;rport
                Max-Forwards: 70
                From: <sip:%2$s@localhost>;tag=a
                To: <sip:%2$s@localhost>
                Call-ID: %1$d@phone
                CSeq: %3$d REGISTER
                Contact: <sip:%2$s@127.0.0.1:%1$d>;expires=3600
                %4$sContent-Length: 0

                """
                        .formatted(socket.getLocalPort(), user, requests, authorization)
                        .replace("\n", "\r\n"));
        return receive("SIP/2.0");
    }

    /// The next request of this method, which it takes.
    String takes(String method) throws IOException {
        String request = receive(method);
        String answer =
                request.lines()
                        .takeWhile(line -> !line.isEmpty())
                        .filter(line -> line.matches("(?i)(via|from|to|call-id|cseq):.*"))
                        .map(line ->
                                line.toLowerCase(java.util.Locale.ROOT).startsWith("to:")
                                        ? line + ";tag=b"
                                        : line)
                        .collect(Collectors.joining("\r\n"));
        send("SIP/2.0 200 OK\r\n" + answer + "\r\nContent-Length: 0\r\n\r\n");
        return request;
    }

    private void send(String text) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        socket.send(new DatagramPacket(bytes, bytes.length, server));
    }

    private String receive(String beginning) throws IOException {
        while (true) {
            DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
            socket.receive(packet);
            String text = new String(packet.getData(), 0, packet.getLength(), UTF_8);
            if (text.startsWith(beginning)) {
                return text;
            }
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
