package org.earshot.interop;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Very many phones of a network that is not challenged, on two UDP sockets: those of one register and answer, those of the other call.
/// Each phone is some text, so that thousands cost next to nothing beside the server that is measured. For one thread.
final class PhonesInBulk implements AutoCloseable {
    private static final int AT_ONCE = 32;
    private static final int TRIES = 8;
    private static final int SECONDS = 2;

    private final InetSocketAddress server;
    private final DatagramSocket phones;
    private final DatagramSocket callers;
    private final Map<String, Asked> open = new ConcurrentHashMap<>();
    private final Semaphore places = new Semaphore(AT_ONCE);

    /// A request that waits for its answer.
    private record Asked(DatagramSocket by, String text, int tries, long sentAt) {}

    PhonesInBulk(String server) throws SocketException {
        this.server = BareLine.address(server);
        phones = new DatagramSocket(0, this.server.getAddress());
        callers = new DatagramSocket(0, this.server.getAddress());
        Thread.ofVirtual().name("phones").start(() -> read(phones));
        Thread.ofVirtual().name("callers").start(() -> read(callers));
    }

    /// Registers `u0` to `uN`, each with a phone of its own, for an hour.
    void register(int people) throws IOException, InterruptedException {
        for (int i = 0; i < people; i++) {
            ask(
                    phones,
                    "reg-" + i,
                    "REGISTER sip:127.0.0.1 SIP/2.0\r\n"
                            + head(phones, "reg-" + i, "u" + i, "u" + i, "REGISTER")
                            + "Contact: "
                            + contact(phones, "u" + i)
                            + "\r\nUser-Agent: a desk phone of a kind that many have/1.2.3\r\nExpires: 3600\r\nContent-Length: 0\r\n\r\n");
        }
        settle();
    }

    /// Has `u0` call `u1`, `u2` call `u3` and so on; all of these calls then go on.
    void call(int calls) throws IOException, InterruptedException {
        for (int i = 0; i < calls; i++) {
            String to = "u" + (2 * i + 1);
            ask(
                    callers,
                    "call-" + i,
                    "INVITE sip:"
                            + to
                            + "@127.0.0.1 SIP/2.0\r\n"
                            + head(callers, "call-" + i, "u" + 2 * i, to, "INVITE")
                            + "Contact: "
                            + contact(callers, "u" + 2 * i)
                            + "\r\n"
                            + withSdp());
        }
        settle();
    }

    private static String withSdp() {
        return "Content-Type: application/sdp\r\nContent-Length: "
                + BarePhone.SDP.length()
                + "\r\n\r\n"
                + BarePhone.SDP;
    }

    private static String contact(DatagramSocket at, String name) {
        return "<sip:" + name + "@127.0.0.1:" + at.getLocalPort() + ">";
    }

    private static String head(
            DatagramSocket at, String callId, String from, String to, String method) {
        return "Via: SIP/2.0/UDP 127.0.0.1:"
                + at.getLocalPort()
                + ";branch=z9hG4bK"
                + callId
                + method
                + ";rport\r\nMax-Forwards: 70\r\nFrom: <sip:"
                + from
                + "@127.0.0.1>;tag="
                + callId
                + "\r\nTo: <sip:"
                + to
                + "@127.0.0.1>\r\nCall-ID: "
                + callId
                + "\r\nCSeq: 1 "
                + method
                + "\r\n";
    }

    private void ask(DatagramSocket by, String callId, String text)
            throws IOException, InterruptedException {
        while (!places.tryAcquire(SECONDS, TimeUnit.SECONDS)) {
            again();
        }
        open.put(callId, new Asked(by, text, 1, System.nanoTime()));
        send(by, text);
    }

    /// A datagram may be lost (RFC 3261 §17.1).
    private void again() throws IOException {
        long now = System.nanoTime();
        for (Map.Entry<String, Asked> entry : List.copyOf(open.entrySet())) {
            Asked asked = entry.getValue();
            if (now - asked.sentAt() < TimeUnit.SECONDS.toNanos(1)) {
                continue;
            }
            if (asked.tries() == TRIES) {
                throw new IOException("no answer to " + asked.text());
            }
            if (open.replace(
                    entry.getKey(),
                    asked,
                    new Asked(asked.by(), asked.text(), asked.tries() + 1, now))) {
                send(asked.by(), asked.text());
            }
        }
    }

    private void settle() throws IOException, InterruptedException {
        while (!places.tryAcquire(AT_ONCE, SECONDS, TimeUnit.SECONDS)) {
            again();
        }
        places.release(AT_ONCE);
    }

    private void send(DatagramSocket by, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        by.send(new DatagramPacket(bytes, bytes.length, server));
    }

    private void read(DatagramSocket at) {
        byte[] room = new byte[65_535];
        try {
            while (!at.isClosed()) {
                DatagramPacket packet = new DatagramPacket(room, room.length);
                at.receive(packet);
                String text = new String(room, 0, packet.getLength(), StandardCharsets.UTF_8);
                if (text.startsWith("SIP/2.0 ")) {
                    answered(at, text);
                } else if (text.startsWith("INVITE ")) {
                    send(at, answer(at, text, withSdp()));
                } else if (!text.startsWith("ACK ")) {
                    send(at, answer(at, text, "Content-Length: 0\r\n\r\n"));
                }
            }
        } catch (IOException e) {
            if (!at.isClosed()) {
                System.err.println("a socket of phones: " + e);
            }
        }
    }

    private static String answer(DatagramSocket at, String request, String rest) {
        StringBuilder answer = new StringBuilder("SIP/2.0 200 OK\r\n");
        for (String name : List.of("Via", "Record-Route", "From", "To", "Call-ID", "CSeq")) {
            for (String line : BarePhone.lines(request, name)) {
                answer.append(line)
                        .append(name.equals("To") && !line.contains(";tag=") ? ";tag=answer" : "")
                        .append("\r\n");
            }
        }
        return answer.append("Contact: ")
                .append(contact(at, "b"))
                .append("\r\n")
                .append(rest)
                .toString();
    }

    private void answered(DatagramSocket at, String response) throws IOException {
        int status = Integer.parseInt(response.substring(8, 11));
        if (status < 200) {
            return;
        }
        String callId = value(response, "Call-ID");
        if (status == 200 && value(response, "CSeq").endsWith("INVITE")) {
            acknowledge(at, response, callId);
        }
        if (open.remove(callId) != null) {
            places.release();
        }
        if (status != 200) {
            System.err.println(callId + ": " + response.lines().findFirst().orElse(""));
        }
    }

    private void acknowledge(DatagramSocket at, String response, String callId) throws IOException {
        StringBuilder ack = new StringBuilder("ACK ");
        ack.append(value(response, "Contact").replaceAll("[<>]", "")).append(" SIP/2.0\r\n");
        ack.append("Via: SIP/2.0/UDP 127.0.0.1:")
                .append(at.getLocalPort())
                .append(";branch=z9hG4bK")
                .append(callId)
                .append("ack;rport\r\nMax-Forwards: 70\r\n");
        // our route is the Record-Route from its end on (RFC 3261 §12.1.2)
        for (String line : BarePhone.lines(response, "Record-Route").reversed()) {
            ack.append("Route").append(line.substring("Record-Route".length())).append("\r\n");
        }
        ack.append("From: ").append(value(response, "From")).append("\r\n");
        ack.append("To: ").append(value(response, "To")).append("\r\n");
        ack.append("Call-ID: ").append(callId);
        ack.append("\r\nCSeq: 1 ACK\r\nContent-Length: 0\r\n\r\n");
        send(at, ack.toString());
    }

    private static String value(String message, String name) {
        return BarePhone.lines(message, name).getFirst().replaceFirst("^[^:]*:\\s*", "");
    }

    @Override
    public void close() {
        phones.close();
        callers.close();
    }
}
