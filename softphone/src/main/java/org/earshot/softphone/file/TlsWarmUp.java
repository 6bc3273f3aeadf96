package org.earshot.softphone.file;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import javax.net.ssl.SSLSocket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One handshake of a phone with itself, so that the first file of a run does not wait until all that is loaded.
final class TlsWarmUp {
    private static final Logger log = LoggerFactory.getLogger(TlsWarmUp.class);
    private static final int MILLIS = 5000;

    private TlsWarmUp() {}

    /// Takes some tenths of a second. Whatever fails here will say so when it matters.
    static void run(TlsSide tls) {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (ServerSocket server = new ServerSocket(0, 1, loopback);
                Socket here = new Socket()) {
            server.setSoTimeout(MILLIS);
            here.connect(new InetSocketAddress(loopback, server.getLocalPort()), MILLIS);
            here.setSoTimeout(MILLIS);
            try (Socket there = server.accept()) {
                there.setSoTimeout(MILLIS);
                Thread other = Thread.ofVirtual().start(() -> speak(tls, there));
                SSLSocket client = tls.client(here);
                client.getOutputStream().write(1);
                client.getInputStream().read();
                other.join();
            }
        } catch (IOException e) {
            log.debug("no handshake with ourselves: {}", e.toString());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static void speak(TlsSide tls, Socket socket) {
        try {
            SSLSocket server = tls.server(socket);
            if (server.getInputStream().read() >= 0) {
                server.getOutputStream().write(2);
            }
        } catch (IOException e) {
            log.debug("no handshake with ourselves: {}", e.toString());
        }
    }
}
