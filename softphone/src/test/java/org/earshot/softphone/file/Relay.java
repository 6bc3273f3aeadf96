package org.earshot.softphone.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.earshot.common.msrp.MsrpUri;

/// A way for a connection that stops after so many bytes from the side that connects: it breaks, or waits to go on.
final class Relay implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 120;
    private static final int RECEIVE_BUFFER_BYTES = 64 * 1024; // so that much waits at the sender

    private final ServerSocket server;
    private final long most;
    private final CountDownLatch goesOn;

    private Relay(long most, CountDownLatch goesOn) throws IOException {
        this.most = most;
        this.goesOn = goesOn;
        server = new ServerSocket();
        server.setReceiveBufferSize(RECEIVE_BUFFER_BYTES);
        server.bind(new InetSocketAddress(FilePhones.LOOPBACK, 0), 1);
    }

    static Relay breakingAfter(long bytes) throws IOException {
        return new Relay(bytes, new CountDownLatch(0));
    }

    /// It waits for [#goOn].
    static Relay holdingAfter(long bytes) throws IOException {
        return new Relay(bytes, new CountDownLatch(1));
    }

    void goOn() {
        goesOn.countDown();
    }

    /// The address to connect to instead of that one.
    MsrpUri before(MsrpUri to) {
        Thread.ofVirtual().start(() -> serve(to.portOrDefault()));
        return MsrpUri.of(true, FilePhones.LOOPBACK, server.getLocalPort(), to.session());
    }

    private void serve(int port) {
        try (Socket from = server.accept();
                Socket to = new Socket(FilePhones.LOOPBACK, port)) {
            boolean breaks = goesOn.getCount() == 0;
            Thread back = Thread.ofVirtual().start(() -> copy(to, from, Long.MAX_VALUE));
            copy(from, to, most);
            if (!breaks && goesOn.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                copy(from, to, Long.MAX_VALUE);
                to.shutdownOutput();
                back.join(); // closed before, it would take away what is still under way
            }
        } catch (IOException _) {
            // a way that breaks
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
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
