package org.earshot.interop;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A name server (RFC 1035) on loopback that knows some SRV records (RFC 2782) and nothing else.
final class TestNames implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(TestNames.class);
    private static final int HEADER = 12;
    private static final int SRV = 33;
    private static final int NO_SUCH_NAME = 3;

    private final DatagramSocket socket;
    private final Map<String, List<Service>> services;

    /// One record.
    record Service(int priority, int weight, int port, String target) {}

    private TestNames(DatagramSocket socket, Map<String, List<Service>> services) {
        this.socket = socket;
        this.services = services;
    }

    static TestNames start(Map<String, List<Service>> services) throws IOException {
        TestNames names =
                new TestNames(new DatagramSocket(0, InetAddress.getLoopbackAddress()), services);
        Thread.ofVirtual().name("names").start(names::serve);
        return names;
    }

    /// What has a JVM ask this one.
    Map<String, String> environment() {
        return Map.of(
                "JAVA_TOOL_OPTIONS",
                "-Djava.naming.provider.url=dns://127.0.0.1:" + socket.getLocalPort());
    }

    private void serve() {
        DatagramPacket packet = new DatagramPacket(new byte[1500], 1500);
        while (!socket.isClosed()) {
            try {
                packet.setLength(1500);
                socket.receive(packet);
                byte[] answer = answer(ByteBuffer.wrap(packet.getData(), 0, packet.getLength()));
                socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
            } catch (IOException | RuntimeException e) {
                log.debug("a question came to nothing: {}", e.toString());
            }
        }
    }

    private byte[] answer(ByteBuffer question) throws IOException {
        short id = question.getShort(0);
        question.position(HEADER);
        StringBuilder name = new StringBuilder();
        for (int length = question.get(); length > 0; length = question.get()) {
            byte[] label = new byte[length];
            question.get(label);
            name.append(name.isEmpty() ? "" : ".").append(new String(label, US_ASCII));
        }
        int type = question.getShort();
        question.getShort(); // class
        byte[] asked = new byte[question.position() - HEADER];
        question.get(HEADER, asked);
        List<Service> found = services.get(name.toString().toLowerCase(Locale.ROOT));
        List<Service> told = found == null || type != SRV ? List.of() : found;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeShort(id);
        out.writeShort(0x8580 | (found == null ? NO_SUCH_NAME : 0));
        out.writeShort(1);
        out.writeShort(told.size());
        out.writeInt(0);
        out.write(asked);
        for (Service one : told) {
            write(one, out);
        }
        return bytes.toByteArray();
    }

    private static void write(Service one, DataOutputStream out) throws IOException {
        ByteArrayOutputStream target = new ByteArrayOutputStream();
        for (String label : one.target().split("\\.", -1)) {
            target.write(label.length());
            target.write(label.getBytes(US_ASCII));
        }
        target.write(0);
        out.writeShort(0xC000 | HEADER); // the name that was asked for
        out.writeShort(SRV);
        out.writeShort(1);
        out.writeInt(60);
        out.writeShort(6 + target.size());
        out.writeShort(one.priority());
        out.writeShort(one.weight());
        out.writeShort(one.port());
        target.writeTo(out);
    }

    @Override
    public void close() {
        socket.close();
    }
}
