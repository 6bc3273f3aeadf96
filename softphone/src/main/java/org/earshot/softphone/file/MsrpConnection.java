package org.earshot.softphone.file;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLSocket;
import org.earshot.common.msrp.MalformedMsrpException;
import org.earshot.common.msrp.MsrpFrame;
import org.earshot.common.msrp.MsrpParser;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A connection to another phone. One thread reads with [#next], one writes with [#write]; the rest may be called by any. Frames that
/// are posted break into a file that is being sent.
final class MsrpConnection {
    /// What one TLS record takes.
    static final int BLOCK = 1 << 14;

    private static final Logger log = LoggerFactory.getLogger(MsrpConnection.class);
    private static final int MOST_FRAMES = 256;

    /// With so many that wait nothing more is read.
    private static final int MANY_FRAMES = 64;

    /// Whoever reads slowly may have megabytes to read before it comes to our last word; and closed while it still writes, that is lost.
    private static final Duration LINGER = Duration.ofSeconds(10);

    private final Socket raw;
    private final SSLSocket tls;
    private final MsrpParser parser = new MsrpParser();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Condition roomy = lock.newCondition();
    private final Queue<byte[]> frames = new ArrayDeque<>(); // lock
    private Optional<Body> body = Optional.empty(); // lock
    private boolean closing; // lock
    private volatile boolean wanted; // frames wait, or it is closing
    private volatile long lastActivity = System.nanoTime();
    private volatile long allowedSilence; // nanoseconds
    private volatile Optional<Long> closeAt = Optional.empty();
    private volatile boolean silent;
    private volatile Optional<Aside> aside = Optional.empty();
    private boolean readingAside; // the thread that reads
    private volatile boolean
            known; // until then single bytes now and then don't count as signs of life

    /// Something that the connection is used for beside its session.
    interface Aside {
        /// Whether a frame is meant for it, and for nobody else. The thread that reads.
        boolean takes(MsrpFrame frame);

        /// From time to time. Waits for nothing.
        void look(long now);
    }

    /// Something long that is sent in chunks.
    @FunctionalInterface
    interface Body {
        /// Writes a whole chunk, a shorter one when [MsrpConnection#isWanted].
        ///
        /// @return false if there is nothing more
        boolean writeChunk(MsrpConnection connection) throws IOException;
    }

    /// @param raw what lies under `tls`: closing it interrupts whoever waits for either
    /// @param handshake after which it is closed, unless it is known then what it is for
    MsrpConnection(Socket raw, SSLSocket tls, Duration handshake) {
        this.raw = raw;
        this.tls = tls;
        this.allowedSilence = handshake.toNanos();
    }

    SSLSocket tls() {
        return tls;
    }

    /// It is known what it is for: from now on nothing may come or go for so long.
    void allowSilence(Duration duration) {
        known = true;
        lastActivity = System.nanoTime();
        allowedSilence = duration.toNanos();
    }

    /// From now on this is here too.
    void beside(Aside other) {
        aside = Optional.of(other);
    }

    /// Waits for what comes next for the session.
    ///
    /// @return never [MsrpParser.Event.Partial]; empty at the end
    Optional<MsrpParser.Event> next() throws IOException, MalformedMsrpException {
        Optional<MsrpParser.Event> event = read();
        while (event.isPresent() && isForAside(event.get())) {
            event = read();
        }
        return event;
    }

    private boolean isForAside(MsrpParser.Event event) {
        if (event instanceof MsrpParser.Event.Head(MsrpFrame frame)) {
            readingAside = aside.filter(other -> other.takes(frame)).isPresent();
        }
        return readingAside;
    }

    private Optional<MsrpParser.Event> read() throws IOException, MalformedMsrpException {
        MsrpParser.Event event = parser.next();
        if (event instanceof MsrpParser.Event.Partial) {
            InputStream in = tls.getInputStream();
            do {
                if (!parser.fill((to, offset, length) -> came(in.read(to, offset, length)))) {
                    return Optional.empty();
                }
                alive();
                event = parser.next();
            } while (event instanceof MsrpParser.Event.Partial);
        }
        return Optional.of(event);
    }

    private static int came(int bytes) {
        FilePace.ALL.moved(Math.max(0, bytes));
        return bytes;
    }

    /// Sends a whole frame as soon as that is possible. Whoever posts what comes of reading is to [#awaitRoom], else the connection is
    /// closed in the end.
    void post(byte[] frame) {
        lock.lock();
        try {
            if (closing) {
                return;
            }
            if (frames.size() == MOST_FRAMES) {
                close();
                return;
            }
            frames.add(frame);
            wanted = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /// Waits until few frames wait, or it is closing: what makes us answer faster than it reads our answers, or than we come to send
    /// them, is slowed down by TCP. The thread that reads, without a lock that the thread that writes may need.
    void awaitRoom() {
        lock.lock();
        try {
            while (frames.size() >= MANY_FRAMES && !closing) {
                roomy.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Sends that, with chunks one after the other.
    void send(Body toSend) {
        lock.lock();
        try {
            body = Optional.of(toSend);
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /// Sends what is posted, and then no more. What the other side still says is to be read, so that it gets all of that; but not
    /// for long.
    void finish() {
        lock.lock();
        try {
            closing = true;
            wanted = true;
            body = Optional.empty();
            closeAt = Optional.of(System.nanoTime() + LINGER.toNanos());
            changed.signal();
            roomy.signal();
        } finally {
            lock.unlock();
        }
    }

    /// Whether a body should make room.
    boolean isWanted() {
        return wanted;
    }

    /// Whether a body should end for good.
    boolean isClosing() {
        return closeAt.isPresent();
    }

    /// For the thread that writes.
    void write(byte[] bytes, int length) throws IOException {
        tls.getOutputStream().write(bytes, 0, length);
        alive();
        FilePace.ALL.moved(length);
    }

    private void alive() {
        if (known) {
            lastActivity = System.nanoTime();
        }
    }

    /// Writes until [#finish], or until the connection breaks. The thread that writes.
    void write() {
        try {
            OutputStream out = tls.getOutputStream();
            while (true) {
                Turn turn = nextTurn();
                if (turn.frame().isPresent()) {
                    out.write(turn.frame().get());
                    alive();
                } else if (turn.body().isEmpty()) {
                    tls.shutdownOutput();
                    return;
                } else if (!turn.body().get().writeChunk(this)) {
                    bodyIsDone(turn.body().get());
                }
            }
        } catch (IOException _) {
            close(); // the thread that reads finds out, and tells
        } catch (RuntimeException e) {
            log.error("sending a file failed", e);
            close();
        }
    }

    private record Turn(Optional<byte[]> frame, Optional<Body> body) {}

    private Turn nextTurn() {
        lock.lock();
        try {
            while (frames.isEmpty() && body.isEmpty() && !closing) {
                changed.awaitUninterruptibly();
            }
            Optional<byte[]> frame = Optional.ofNullable(frames.poll());
            roomy.signal();
            wanted = closing || !frames.isEmpty();
            return new Turn(frame, body);
        } finally {
            lock.unlock();
        }
    }

    private void bodyIsDone(Body done) {
        lock.lock();
        try {
            if (body.filter(current -> current.equals(done)).isPresent()) {
                body = Optional.empty();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Looks whether it has been silent for too long, or had its time to end.
    void watch(long now) {
        aside.ifPresent(other -> other.look(now));
        if (closeAt.isPresent()) {
            if (now - closeAt.get() > 0) {
                close();
            }
        } else if (now - lastActivity > allowedSilence) {
            silent = true;
            close();
        }
    }

    /// Whether it was closed because nothing came or went.
    boolean wasSilent() {
        return silent;
    }

    /// Closes it at once, also under a thread that reads or writes. Waits for nothing.
    void close() {
        try {
            raw.close();
        } catch (IOException _) {
            // it is of no use any more
        }
        lock.lock();
        try {
            closing = true;
            wanted = true;
            body = Optional.empty();
            frames.clear();
            changed.signal();
            roomy.signal();
        } finally {
            lock.unlock();
        }
    }
}
