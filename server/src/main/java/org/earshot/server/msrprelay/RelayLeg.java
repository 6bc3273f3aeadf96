package org.earshot.server.msrprelay;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLSocket;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.msrp.Continuation;
import org.earshot.common.msrp.MsrpFrame;

/// A connection to the relay. Its own thread reads it; any may write. Whoever writes waits for the other side, so that a fast one is
/// read no faster than a slow one reads. The lock is held while something is written, never while something is awaited: a frame
/// breaks into a chunk whose rest has not come yet.
final class RelayLeg {
    /// What may be unanswered by the next hop.
    static final int MOST_PENDING = 4096;

    private static final int BLOCK = 1 << 14;

    private final Socket raw;
    private final SSLSocket tls;
    private final ReentrantLock lock = new ReentrantLock(true);
    private final Map<String, Pending> pending = new LinkedHashMap<>(); // by transaction; itself
    private Optional<Chunk> open = Optional.empty(); // that is being written; lock
    private volatile long writingSince; // nanoseconds; 0 while nobody writes
    private volatile long lastRead = System.nanoTime();
    private volatile boolean known; // has said something that we let pass
    private volatile Optional<AddressOfRecord> account = Optional.empty(); // who has logged in
    private volatile Optional<Long> closeAt = Optional.empty(); // nanoseconds

    /// A chunk on its way out.
    static final class Chunk {
        private final Forwarded request;
        private final RelayLeg source;
        private MsrpFrame head;
        private long done; // bytes of the body

        Chunk(Forwarded request, RelayLeg source) {
            this.request = request;
            this.source = source;
            head = request.came();
        }
    }

    /// Something that the next hop has not answered.
    ///
    /// @param since nanoseconds, when all of it was written; empty while it is on its way out, for however long that takes
    record Pending(Forwarded request, RelayLeg source, OptionalLong since) {}

    RelayLeg(Socket raw, SSLSocket tls) {
        this.raw = raw;
        this.tls = tls;
    }

    SSLSocket tls() {
        return tls;
    }

    InetSocketAddress remote() {
        return (InetSocketAddress) raw.getRemoteSocketAddress();
    }

    int localPort() {
        return raw.getLocalPort();
    }

    void read() {
        if (known) {
            lastRead =
                    System.nanoTime(); // until then single bytes now and then are no sign of life
        }
    }

    /// It has shown what it is for.
    ///
    /// @return whether that is new
    boolean known() {
        boolean before = known;
        known = true;
        read();
        return !before;
    }

    /// An account has logged in on it.
    void isOf(AddressOfRecord who) {
        account = Optional.of(who);
    }

    /// The account that has logged in on it last, if one has.
    Optional<AddressOfRecord> account() {
        return account;
    }

    boolean isKnown() {
        return known;
    }

    /// Writes a whole frame.
    void write(MsrpFrame frame) throws IOException {
        lock.lock();
        try {
            breakOff();
            put(frame.bytes(), 0, -1);
        } finally {
            lock.unlock();
        }
    }

    /// Begins a request, or goes on with it.
    private void head(Chunk chunk) throws IOException {
        if (open.isPresent() && open.get() == chunk) {
            return;
        }
        breakOff();
        chunk.head = chunk.request.head(RelayIds.next(), chunk.done);
        if (chunk.head.is("SEND") && chunk.request.came().wantsResponse(408)) {
            synchronized (pending) {
                if (pending.size() >= MOST_PENDING) {
                    throw new IOException("it answers nothing");
                }
                pending.put(
                        chunk.head.transaction(),
                        new Pending(chunk.request, chunk.source, OptionalLong.empty()));
            }
        }
        open = Optional.of(chunk);
        put(chunk.head.head(), 0, -1);
    }

    private void breakOff() throws IOException {
        if (open.isPresent()) {
            Chunk chunk = open.get();
            open = Optional.empty();
            put(chunk.head.end(Continuation.MORE), 0, -1);
            written(chunk);
        }
    }

    void write(Chunk chunk, byte[] buffer, int offset, int length) throws IOException {
        lock.lock();
        try {
            head(chunk);
            put(buffer, offset, length);
            chunk.done += length;
        } finally {
            lock.unlock();
        }
    }

    void end(Chunk chunk, Continuation continuation) throws IOException {
        lock.lock();
        try {
            head(chunk);
            open = Optional.empty();
            put(chunk.head.end(continuation), 0, -1);
            written(chunk);
        } finally {
            lock.unlock();
        }
    }

    /// From now on an answer is awaited, if it has not come before.
    private void written(Chunk chunk) {
        synchronized (pending) {
            pending.computeIfPresent(
                    chunk.head.transaction(),
                    (_, one) ->
                            new Pending(
                                    one.request(),
                                    one.source(),
                                    OptionalLong.of(System.nanoTime())));
        }
    }

    /// Its source is gone: what came of it stands.
    void leave(Chunk chunk) throws IOException {
        lock.lock();
        try {
            if (open.isPresent() && open.get() == chunk) {
                breakOff();
            }
        } finally {
            lock.unlock();
        }
    }

    private void put(byte[] bytes, int offset, int length) throws IOException {
        OutputStream out = tls.getOutputStream();
        int end = length < 0 ? bytes.length : offset + length;
        try {
            for (int at = offset; at < end; at += BLOCK) {
                writingSince = System.nanoTime() | 1;
                out.write(bytes, at, Math.min(BLOCK, end - at));
            }
        } finally {
            writingSince = 0;
        }
    }

    /// The next hop has answered.
    Optional<Pending> answered(String transaction) {
        synchronized (pending) {
            return Optional.ofNullable(pending.remove(transaction));
        }
    }

    /// What was not answered in time after all of it was written, or, with zero, at all.
    List<Pending> unanswered(long now, long nanos) {
        synchronized (pending) {
            List<Pending> late = new ArrayList<>();
            pending.values()
                    .removeIf(one -> {
                        boolean over =
                                nanos == 0
                                        || (one.since().isPresent()
                                                && now - one.since().getAsLong() >= nanos);
                        if (over) {
                            late.add(one);
                        }
                        return over;
                    });
            return late;
        }
    }

    /// What was written arrives, and no more is.
    void finish(long linger) {
        closeAt = Optional.of(System.nanoTime() + linger);
        try {
            tls.shutdownOutput();
        } catch (IOException _) {
            close();
        }
    }

    boolean isClosed() {
        return raw.isClosed();
    }

    boolean isFinishing() {
        return closeAt.isPresent();
    }

    /// Closes it where it is stuck, silent, or has had its time.
    void watch(long now, long stuck, long first, long idle) {
        long writing = writingSince;
        if ((writing != 0 && now - writing > stuck)
                || now - lastRead > (known ? idle : first)
                || closeAt.filter(at -> now - at > 0).isPresent()) {
            close();
        }
    }

    /// At once, also under who reads or writes.
    void close() {
        try {
            raw.close();
        } catch (IOException _) {
            // it is of no use any more
        }
    }
}
