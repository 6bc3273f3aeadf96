package org.earshot.softphone.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import org.earshot.common.msrp.MsrpUri;

/// A way that breaks after so many bytes from the side that connects.
final class Relay implements AutoCloseable {
    private final ServerSocket server;
    private final long breaksAfter;

    Relay(long breaksAfter) throws IOException {
        this.breaksAfter = breaksAfter;
        server = new ServerSocket(0, 1, FilePhones.LOOPBACK);
    }

    /// The address to connect to instead of that one.
    MsrpUri before(MsrpUri to) {
        Thread.ofVirtual().start(() -> serve(to.portOrDefault()));
        return MsrpUri.of(true, FilePhones.LOOPBACK, server.getLocalPort(), to.session());
    }

    private void serve(int port) {
        try (Socket from = server.accept();
                Socket to = new Socket(FilePhones.LOOPBACK, port)) {
            Thread.ofVirtual().start(() -> copy(to, from, Long.MAX_VALUE));
            copy(from, to, breaksAfter);
        } catch (IOException _) {
            // a way that breaks
        }
    }

    private static void copy(Socket from, Socket to, long most) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] block = new byte[8192];
            long left = most;
            while (left > 0) {
                int read = in.read(block, 0, (int) Math.min(block.length, left));
                if (read < 0) {
                    return;
                }
                out.write(block, 0, read);
                left -= read;
            }
        } catch (IOException _) {
            // a way that breaks
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
