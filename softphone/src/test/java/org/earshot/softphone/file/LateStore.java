package org.earshot.softphone.file;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/// A store that asks for the content of a file where that is on its way already, the first time, takes it, and keeps the connection. Of Java's own server
/// a handler can't say when it asks.
final class LateStore implements AutoCloseable {
    private static final String ASKED = "HTTP/1.1 100 Continue\r\n\r\n";

    private final SSLServerSocket front;
    private final int size;
    private final AtomicBoolean late = new AtomicBoolean(true);
    private volatile int have;

    private LateStore(SSLServerSocket front, int size) {
        this.front = front;
        this.size = size;
    }

    /// Listens on a free port of loopback.
    ///
    /// @param size of the one file
    static LateStore open(SSLContext identity, int size) throws IOException {
        LateStore store =
                new LateStore(
                        (SSLServerSocket)
                                identity.getServerSocketFactory()
                                        .createServerSocket(0, 5, InetAddress.getLoopbackAddress()),
                        size);
        Thread.ofVirtual().start(store::accept);
        return store;
    }

    URI service() {
        return URI.create("https://127.0.0.1:" + front.getLocalPort());
    }

    private void accept() {
        try {
            while (true) {
                Socket client = front.accept();
                Thread.ofVirtual().start(() -> serve(client));
            }
        } catch (IOException _) {
            // closed
        }
    }

    private void serve(Socket client) {
        try (client) {
            InputStream in = new BufferedInputStream(client.getInputStream());
            OutputStream out = client.getOutputStream();
            for (String head = head(in); !head.isEmpty(); head = head(in)) {
                if (head.startsWith("PATCH")) {
                    out.write(ASKED.repeat(late.getAndSet(false) ? 2 : 1).getBytes(ISO_8859_1));
                    if (in.readNBytes(size).length == size) {
                        have = size;
                    }
                }
                out.write(answer(head.startsWith("PATCH") ? 204 : 200).getBytes(ISO_8859_1));
            }
        } catch (IOException _) {
            // the client is gone
        }
    }

    private String answer(int status) {
        return "HTTP/1.1 %d OK\r\nUpload-Offset: %d\r\nUpload-Complete: ?%d\r\n%s\r\n"
                .formatted(
                        status,
                        have,
                        have == size ? 1 : 0,
                        status == 204 ? "" : "Content-Length: 0\r\n");
    }

    /// @return "" where nothing more comes
    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        for (int next = in.read(); next >= 0; next = in.read()) {
            head.append((char) next);
            if (head.toString().endsWith("\r\n\r\n")) {
                return head.toString();
            }
        }
        return "";
    }

    @Override
    public void close() throws IOException {
        front.close();
    }
}
