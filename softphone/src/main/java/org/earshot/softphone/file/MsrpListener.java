package org.earshot.softphone.file;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.function.Consumer;

/// An open port, as long as somebody awaits a connection there. Its users are counted under the lock of [MsrpEndpoint].
final class MsrpListener {
    private static final int BACKLOG = 64;

    private final ServerSocket socket;
    private int users;

    MsrpListener(InetAddress host, Consumer<Socket> accepted) throws IOException {
        socket = new ServerSocket();
        try {
            socket.bind(new InetSocketAddress(host, 0), BACKLOG);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
        Thread.ofVirtual().name("msrp-accept").start(() -> accept(accepted));
    }

    private void accept(Consumer<Socket> accepted) {
        while (!socket.isClosed()) {
            try {
                accepted.accept(socket.accept());
            } catch (IOException _) {
                if (!isOpen()) {
                    return; // it was closed, or its address is gone
                }
            }
        }
    }

    int port() {
        return socket.getLocalPort();
    }

    boolean isOpen() {
        return !socket.isClosed();
    }

    void add() {
        users++;
    }

    /// @return whether nobody is left; then it is closed
    boolean remove() {
        users--;
        if (users == 0) {
            FileTrouble.close(socket);
        }
        return users == 0;
    }
}
