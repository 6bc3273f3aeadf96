package org.earshot.interop;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// A way to a server that carries so many bytes each way, and then nothing more until it is opened again: so that a test can break a
/// transfer in its midst, however fast the machine is. Connections that stand still stay so until the other end closes them.
final class StallingLink implements AutoCloseable {
    private static final int BLOCK = 16 * 1024;

    private final ServerSocket front;
    private final AtomicLong up = new AtomicLong(Long.MAX_VALUE);
    private final AtomicLong down = new AtomicLong(Long.MAX_VALUE);
    private final Set<Socket> clients = ConcurrentHashMap.newKeySet();
    private volatile boolean holdsUp;
    private volatile InetSocketAddress target;

    private StallingLink(ServerSocket front) {
        this.front = front;
        Thread.ofVirtual().name("link").start(this::accept);
    }

    /// Listens on a free port of loopback; ends with its lab.
    static StallingLink open(Lab lab) throws IOException {
        return lab.closing(
                new StallingLink(new ServerSocket(0, 50, InetAddress.getLoopbackAddress())));
    }

    int port() {
        return front.getLocalPort();
    }

    /// @param address `HOST:PORT` of where it leads from now on
    void leadTo(String address) {
        int colon = address.lastIndexOf(':');
        target =
                new InetSocketAddress(
                        address.substring(0, colon),
                        Integer.parseInt(address.substring(colon + 1)));
    }

    /// How much may still go towards the server.
    void stallUpAfter(long bytes) {
        up.set(bytes);
    }

    /// How much may still come from the server.
    void stallDownAfter(long bytes) {
        down.set(bytes);
    }

    /// After so many bytes towards the server connections wait, until [#letUpGo].
    void holdUpAfter(long bytes) {
        up.set(bytes);
        holdsUp = true;
    }

    /// What waits goes on, and all that comes after it.
    void letUpGo() {
        up.set(Long.MAX_VALUE);
        holdsUp = false;
    }

    /// Ends every connection that is open.
    void cut() {
        clients.forEach(StallingLink::close);
    }

    /// New connections carry everything.
    void open() {
        up.set(Long.MAX_VALUE);
        down.set(Long.MAX_VALUE);
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
        try (client;
                Socket server = new Socket()) {
            server.connect(target);
            clients.add(client);
            Thread other = Thread.ofVirtual().start(() -> carry(server, client, false));
            carry(client, server, true);
            other.join();
        } catch (IOException _) {
            // the client sees it closed
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            clients.remove(client);
        }
    }

    private void carry(Socket from, Socket to, boolean towardsServer) {
        AtomicLong left = towardsServer ? up : down;
        byte[] block = new byte[BLOCK];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int count = in.read(block); count >= 0; count = in.read(block)) {
                if (left.addAndGet(-count) < 0) {
                    if (!(towardsServer && holdsUp)) {
                        standStill(from);
                        return;
                    }
                    while (holdsUp) {
                        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
                    }
                }
                out.write(block, 0, count);
            }
        } catch (IOException _) {
            // one of the two is gone
        } finally {
            close(from);
            close(to);
        }
    }

    /// Until the other direction has ended.
    private static void standStill(Socket from) {
        while (!from.isClosed()) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException _) {
            // it is closed
        }
    }

    @Override
    public void close() throws IOException {
        holdsUp = false;
        front.close();
    }
}
