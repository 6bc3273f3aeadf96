package org.earshot.softphone.app;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A server of another make on UDP, for one phone: it takes each REGISTER, and tells what waits in a mailbox as RFC 3842 has it, asked or not.
final class VoiceMailServer implements AutoCloseable {
    private final DatagramSocket socket;
    private final int statusOfSubscribe;
    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
    private volatile String subscribe = "";
    private volatile SocketAddress phone = new java.net.InetSocketAddress(0);
    private int seq;

    /// @param statusOfSubscribe what it answers to a SUBSCRIBE, such as 200 or 489
    VoiceMailServer(int statusOfSubscribe) throws SocketException {
        this.statusOfSubscribe = statusOfSubscribe;
        socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    }

    /// Begins to serve.
    VoiceMailServer start() {
        Thread.ofVirtual().name("voice-mail").start(this::serve);
        return this;
    }

    String address() {
        return "127.0.0.1:" + socket.getLocalPort();
    }

    private void serve() {
        DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
        try {
            while (true) {
                socket.receive(packet);
                String text =
                        new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
                phone = packet.getSocketAddress();
                if (text.startsWith("REGISTER") || text.startsWith("OPTIONS")) {
                    answer(text, 200);
                } else if (text.startsWith("SUBSCRIBE")) {
                    subscribe = text;
                    answer(text, statusOfSubscribe);
                } else if (text.startsWith("INVITE")) {
                    answer(text, 486);
                }
                received.add(text); // who waits for it may count on all that is above
            }
        } catch (IOException _) {
            // closed
        }
    }

    private void answer(String request, int status) throws IOException {
        StringBuilder response = new StringBuilder("SIP/2.0 " + status + " Whatever\r\n");
        for (String name : List.of("Via", "From", "Call-ID", "CSeq", "Contact", "Expires")) {
            response.append(name).append(": ").append(field(request, name)).append("\r\n");
        }
        response.append("To: ").append(field(request, "To"));
        response.append(field(request, "To").contains(";tag=") ? "\r\n" : ";tag=server\r\n");
        send(response + "Content-Length: 0\r\n\r\n");
    }

    private static String field(String message, String name) {
        Matcher line = Pattern.compile("(?mi)^" + name + ":\\s*(.*?)\\r?$").matcher(message);
        return line.find() ? line.group(1) : "0";
    }

    /// Tells in the dialog of the last SUBSCRIBE.
    void tell(String summary) throws IOException {
        notify(
                field(subscribe, "From"),
                field(subscribe, "To") + ";tag=server",
                field(subscribe, "Call-ID"),
                summary);
    }

    /// Tells what nobody has asked for.
    void tellUnasked(String summary) throws IOException {
        notify("<sip:alice@test.example>", "<sip:vm@test.example>;tag=u", "unasked", summary);
    }

    private void notify(String to, String from, String callId, String summary) throws IOException {
        String body = summary.replace("\n", "\r\n");
        seq++;
        send(
                ("NOTIFY sip:alice@127.0.0.1 SIP/2.0\nVia: SIP/2.0/UDP "
                                        + address()
                                        + ";branch=z9hG4bKn"
                                        + seq
                                        + "\nMax-Forwards: 70\nFrom: "
                                        + from
                                        + "\nTo: "
                                        + to
                                        + "\nCall-ID: "
                                        + callId
                                        + "\nCSeq: "
                                        + seq
                                        + " NOTIFY\nContact: <sip:vm@"
                                        + address()
                                        + ">\nEvent: message-summary\n"
                                        + "Subscription-State: active;expires=600\n"
                                        + "Content-Type: application/simple-message-summary\n"
                                        + "Content-Length: "
                                        + body.length()
                                        + "\n\n")
                                .replace("\n", "\r\n")
                        + body);
    }

    private void send(String message) throws IOException {
        byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
        socket.send(new DatagramPacket(bytes, bytes.length, phone));
    }

    /// The next message that begins so; those before it are dropped.
    String next(String beginning) throws InterruptedException {
        while (true) {
            String message = received.poll(20, TimeUnit.SECONDS);
            if (message == null) {
                throw new AssertionError("nothing came that begins with " + beginning);
            }
            if (message.startsWith(beginning)) {
                return message;
            }
        }
    }

    @Override
    public void close() {
        socket.close(); // its thread ends with it
    }
}
