package org.earshot.interop;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// How a [BarePhone] reaches its server: what differs between a datagram socket and a stream.
interface BareLine extends AutoCloseable {
    void write(String message) throws IOException;

    /// Sends an answer to where the topmost Via says (RFC 3261 §18.2.2).
    void reply(String message, String via) throws IOException;

    /// The next whole message; empty for what is none (a keep-alive).
    String read() throws IOException;

    InetSocketAddress local();

    @Override
    void close() throws IOException;

    /// @param server `HOST:PORT`
    static InetSocketAddress address(String server) {
        int colon = server.lastIndexOf(':');
        return new InetSocketAddress(
                server.substring(0, colon), Integer.parseInt(server.substring(colon + 1)));
    }

    /// Not connected: another node than the one that it sends to may call.
    record Datagrams(DatagramSocket socket, InetSocketAddress server) implements BareLine {
        @Override
        public void write(String message) throws IOException {
            send(message, server);
        }

        @Override
        public void reply(String message, String via) throws IOException {
            send(message, address(via.replaceFirst(".*?SIP/2.0/UDP ", "").split("[;,]", 2)[0]));
        }

        private void send(String message, InetSocketAddress to) throws IOException {
            byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
            socket.send(new DatagramPacket(bytes, bytes.length, to));
        }

        @Override
        public String read() throws IOException {
            DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
            socket.receive(packet);
            return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
        }

        @Override
        public InetSocketAddress local() {
            return (InetSocketAddress) socket.getLocalSocketAddress();
        }

        @Override
        public void close() {
            socket.close();
        }
    }

    record Stream(Socket socket) implements BareLine {
        @Override
        public void write(String message) throws IOException {
            OutputStream out = socket.getOutputStream();
            out.write(message.getBytes(StandardCharsets.UTF_8));
            out.flush();
        }

        @Override
        public void reply(String message, String via) throws IOException {
            write(message);
        }

        @Override
        public String read() throws IOException {
            InputStream in = socket.getInputStream();
            ByteArrayOutputStream head = new ByteArrayOutputStream();
            String text = "";
            while (!text.endsWith("\r\n\r\n")) {
                int b = in.read();
                if (b < 0) {
                    throw new IOException("the server closed the connection");
                }
                head.write(b);
                text = b == '\n' ? head.toString(StandardCharsets.UTF_8) : "";
            }
            if (text.isBlank()) {
                return ""; // a keep-alive (RFC 5626 §4.4.1)
            }
            int length =
                    BarePhone.lines(text, "Content-Length").stream()
                            .mapToInt(line -> Integer.parseInt(line.replaceAll("\\D", "")))
                            .findFirst()
                            .orElse(0);
            return text + new String(in.readNBytes(length), StandardCharsets.UTF_8);
        }

        @Override
        public InetSocketAddress local() {
            return (InetSocketAddress) socket.getLocalSocketAddress();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
