package org.earshot.softphone.media.dtls;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.tls.DatagramTransport;

/// The DTLS packets of a media socket: those that come wait here for the thread of the handshake.
final class Datagrams implements DatagramTransport {
    private static final int RECEIVE_LIMIT = 4_096;

    /// More are dropped, as the network may do.
    private static final int WAITING = 64;

    private static final byte[] END = {};

    private final BlockingQueue<byte[]> arrived = new LinkedBlockingQueue<>(WAITING);
    private final CountDownLatch stirred = new CountDownLatch(1);
    private final DtlsLink.Sender sender;
    private volatile boolean closed;

    Datagrams(DtlsLink.Sender sender) {
        this.sender = sender;
    }

    /// Any thread; returns at once.
    void put(byte[] packet) {
        var _ = arrived.offer(packet);
        stir();
    }

    /// Ends [#awaitFirst]. Any thread.
    void stir() {
        stirred.countDown();
    }

    /// Waits for the first packet, however long that takes.
    void awaitFirst() throws InterruptedIOException {
        try {
            stirred.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    /// Ends a wait. Any thread.
    void end() {
        closed = true;
        var _ = arrived.offer(END);
        stir();
    }

    @Override
    public int getReceiveLimit() {
        return RECEIVE_LIMIT;
    }

    @Override
    public int getSendLimit() {
        return Peers.MAX_DATAGRAM;
    }

    @Override
    public int receive(byte[] buffer, int offset, int length, int waitMillis) throws IOException {
        try {
            byte[] packet = closed ? END : arrived.poll(waitMillis, TimeUnit.MILLISECONDS);
            if (closed) {
                throw new InterruptedIOException("closed");
            }
            if (packet == null) {
                return -1;
            }
            int taken = Math.min(length, packet.length);
            System.arraycopy(packet, 0, buffer, offset, taken);
            return taken;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    @Override
    public void send(byte[] buffer, int offset, int length) {
        sender.send(buffer, offset, length);
    }

    @Override
    public void close() {
        // of the link, which outlives what BouncyCastle closes
    }
}
