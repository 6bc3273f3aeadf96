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

/// A store that takes the content of a file, and keeps the connection, but does not answer as it should. Of Java's own server a handler
/// can't say when it asks for content.
final class LateStore implements AutoCloseable {
    private static final String ASKED = "HTTP/1.1 100 Continue\r\n\r\n";

    /// What it does with content.
    enum Manner {
        /// Asks for it when it is on its way already, the first time.
        ASKS_AGAIN,
        /// Says nothing of it.
        SILENT,
        /// The same, and takes no more connections.
        GONE
    }

    private final SSLServerSocket front;
    private final int size;
    private final Manner manner;
    private final AtomicBoolean first = new AtomicBoolean(true);
    private volatile int have;

    private LateStore(SSLServerSocket front, int size, Manner manner) {
        this.front = front;
        this.size = size;
        this.manner = manner;
    }

    /// Listens on a free port of loopback.
    ///
    /// @param size of the one file
    static LateStore open(SSLContext identity, int size, Manner manner) throws IOException {
        LateStore store =
                new LateStore(
                        (SSLServerSocket)
                                identity.getServerSocketFactory()
                                        .createServerSocket(0, 5, InetAddress.getLoopbackAddress()),
                        size,
                        manner);
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
                if (!head.startsWith("PATCH")) {
                    out.write(answer(200).getBytes(ISO_8859_1));
                    continue;
                }
                boolean again = manner == Manner.ASKS_AGAIN && first.getAndSet(false);
                out.write(ASKED.repeat(again ? 2 : 1).getBytes(ISO_8859_1));
                // whoever is gone has no word for who asks at the last moment
                if (in.readNBytes(size).length == size && manner != Manner.GONE) {
                    have = size;
                }
                switch (manner) {
                    case ASKS_AGAIN -> out.write(answer(204).getBytes(ISO_8859_1));
                    case SILENT -> {}
                    case GONE -> close();
                }
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
