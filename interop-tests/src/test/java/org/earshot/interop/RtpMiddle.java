package org.earshot.interop;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Stands in the way of a call's audio, where a SIP proxy has put it, and passes each packet three times: as it was, once more,
/// and with a bit changed; the last two also from a port that nobody knows. RTCP of its own port is not passed.
final class RtpMiddle implements AutoCloseable {
    private static final Pattern AUDIO = Pattern.compile("(?m)^m=audio ([0-9]+) ");
    private static final int HEADER = 12;

    private final DatagramSocket atCaller = open();
    private final DatagramSocket atCallee = open();
    private final DatagramSocket elsewhere = open();
    private final AtomicInteger toCaller = new AtomicInteger();
    private final AtomicInteger toCallee = new AtomicInteger();
    private volatile int callersPort;
    private volatile int calleesPort;

    RtpMiddle() throws IOException {
        Thread.ofVirtual().start(() -> passAll(atCaller, atCallee, () -> calleesPort, toCallee));
        Thread.ofVirtual().start(() -> passAll(atCallee, atCaller, () -> callersPort, toCaller));
    }

    private static DatagramSocket open() throws IOException {
        return new DatagramSocket(0, InetAddress.getLoopbackAddress());
    }

    /// What goes from the caller to the server: the callee is to send here.
    String offered(String message) {
        Matcher audio = AUDIO.matcher(message);
        if (!audio.find()) {
            return message;
        }
        callersPort = Integer.parseInt(audio.group(1));
        return here(message, atCallee);
    }

    /// What goes from the server to the caller: he is to send here.
    String answered(String message) {
        Matcher audio = AUDIO.matcher(message);
        if (!audio.find()) {
            return message;
        }
        calleesPort = Integer.parseInt(audio.group(1));
        return here(message, atCaller);
    }

    private static String here(String message, DatagramSocket socket) {
        return AUDIO.matcher(message)
                .replaceFirst("m=audio " + socket.getLocalPort() + " ")
                .replaceAll("(?m)^a=rtcp:.*\r\n", "");
    }

    /// How many packets of RTP were passed, counting each once.
    int toCaller() {
        return toCaller.get();
    }

    int toCallee() {
        return toCallee.get();
    }

    private void passAll(
            DatagramSocket from, DatagramSocket by, IntSupplier to, AtomicInteger count) {
        DatagramPacket packet = new DatagramPacket(new byte[2_000], 2_000);
        try {
            while (true) {
                from.receive(packet);
                byte[] whole = Arrays.copyOf(packet.getData(), packet.getLength());
                int port = to.getAsInt();
                send(by, whole, port);
                if (whole.length > HEADER && (whole[0] & 0xc0) == 0x80) {
                    count.incrementAndGet();
                    byte[] altered = whole.clone();
                    altered[HEADER + 2] ^= 1;
                    for (DatagramSocket socket : new DatagramSocket[] {by, elsewhere}) {
                        send(socket, whole, port);
                        send(socket, altered, port);
                    }
                }
            }
        } catch (IOException e) {
            // the test is over
        }
    }

    private static void send(DatagramSocket by, byte[] bytes, int port) throws IOException {
        by.send(
                new DatagramPacket(
                        bytes,
                        bytes.length,
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), port)));
    }

    @Override
    public void close() {
        atCaller.close();
        atCallee.close();
        elsewhere.close();
    }
}
