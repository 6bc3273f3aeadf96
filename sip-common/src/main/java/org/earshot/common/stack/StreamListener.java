package org.earshot.common.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Accepts connections at one address, on a virtual thread.
final class StreamListener implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(StreamListener.class);
    private static final int BACKLOG = 1024;

    /// When the process has no file descriptor left, accepting fails until another connection ends.
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final Transport transport;
    private final ServerSocket socket;

    private StreamListener(Transport transport, ServerSocket socket) {
        this.transport = transport;
        this.socket = socket;
    }

    static StreamListener bind(ListenPoint point) throws IOException {
        ServerSocket socket = new ServerSocket();
        try {
            socket.setReuseAddress(true);
            socket.bind(point.address(), BACKLOG);
            return new StreamListener(point.transport(), socket);
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    Transport transport() {
        return transport;
    }

    /// With the real port.
    InetSocketAddress local() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    /// Begins to accept.
    ///
    /// @param accepted gets each connection; must not wait
    void start(Consumer<Socket> accepted, Timers timers) {
        Thread.ofVirtual().name("sip-accept").start(() -> accept(accepted, timers));
    }

    private void accept(Consumer<Socket> accepted, Timers timers) {
        while (!socket.isClosed()) {
            try {
                accepted.accept(socket.accept());
            } catch (IOException e) {
                if (!socket.isClosed()) {
                    log.warn("{} at {} can't accept: {}", transport, local(), e.toString());
                    timers.after(PAUSE, () -> start(accepted, timers));
                }
                return;
            }
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
