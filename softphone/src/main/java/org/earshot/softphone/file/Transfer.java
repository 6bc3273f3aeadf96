package org.earshot.softphone.file;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.earshot.common.msrp.MalformedMsrpException;
import org.earshot.common.msrp.MsrpFrame;
import org.earshot.common.msrp.MsrpParser;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One file on its way, at either end. What comes from the connection is handled by the thread that reads it, under the lock; so is
/// the end, whoever brings it.
abstract class Transfer implements FileSession {
    private static final Logger log = LoggerFactory.getLogger(Transfer.class);
    private static final long BETWEEN_PROGRESS = Duration.ofMillis(250).toNanos();

    private final ReentrantLock lock = new ReentrantLock();
    private final MsrpPeer peer;
    private final FileListener listener;
    private Optional<MsrpConnection> connection = Optional.empty(); // lock
    private Runnable whenEnded = () -> {}; // lock
    private volatile boolean ended; // written under the lock
    private volatile long bytes;
    private long lastProgress = System.nanoTime() - BETWEEN_PROGRESS; // lock

    Transfer(MsrpPeer peer, FileListener listener, long bytes) {
        this.peer = peer;
        this.listener = listener;
        this.bytes = bytes;
    }

    /// There is a connection: what is to be sent can be sent. Under the lock.
    abstract void started(MsrpConnection on);

    /// Something came. Under the lock, and not after the end.
    abstract void received(MsrpParser.Event event) throws MalformedMsrpException;

    /// The user ends it. Under the lock.
    abstract void beforeCancel();

    /// It ends: what belongs to it is to be let go. Under the lock, once.
    ///
    /// @param why empty where all is well
    abstract void atEnd(Optional<FileFailure.Reason> why);

    final MsrpPeer peer() {
        return peer;
    }

    /// @param task to be run once it has ended; at once if it has
    final void whenEnded(Runnable task) {
        underLock(() -> {
            whenEnded = task;
            if (ended) {
                task.run();
            }
        });
    }

    /// Takes a connection, whose other end has shown the right certificate.
    final void bind(MsrpConnection on) {
        underLock(() -> {
            if (ended) {
                on.finish();
            } else {
                connection = Optional.of(on);
                tell(FileListener::connected);
                started(on);
            }
        });
    }

    /// Hands on what came.
    final void handle(MsrpParser.Event event) throws MalformedMsrpException {
        lock.lock();
        try {
            if (!ended) {
                received(event);
            }
        } finally {
            lock.unlock();
        }
    }

    final Optional<MsrpConnection> connection() {
        return connection;
    }

    final boolean hasEnded() {
        return ended;
    }

    final void post(MsrpFrame frame) {
        connection.ifPresent(on -> on.post(frame.bytes()));
    }

    @Override
    public final void cancel(String reason) {
        Thread.ofVirtual()
                .start(() ->
                        underLock(() -> {
                            if (!ended) {
                                beforeCancel();
                                fail(FileFailure.Reason.CANCELLED, reason);
                            }
                        }));
    }

    @Override
    public final void breakOff(String reason) {
        Thread.ofVirtual().start(() -> fail(FileFailure.Reason.CONNECTION, reason));
    }

    @Override
    public final long bytes() {
        return bytes;
    }

    /// Under the lock.
    final void progress(long now) {
        bytes = now;
        long time = System.nanoTime();
        if (time - lastProgress >= BETWEEN_PROGRESS) {
            lastProgress = time;
            tell(to -> to.progress(now));
        }
    }

    final void complete(Optional<Path> file, FileHash sha256) {
        end(Optional.empty(), to -> to.complete(file, sha256));
    }

    /// The next hop has not taken something, or says that another one has not. Of a relay these mean that there is nobody behind it
    /// any more: not known, no answer, nobody to send to, taken for somebody else. A phone that does not know the session has let go of it, as
    /// where its server died with our answer: whether for good is said elsewhere.
    final void refused(int status, String words) {
        boolean lost =
                peer.isRelayed()
                        && (status == 403 || status == 408 || status == 481 || status == 506);
        if (lost) {
            fail(FileFailure.Reason.CONNECTION, "the way over the relay has ended: " + status);
        } else if (status == 481) {
            fail(FileFailure.Reason.CONNECTION, "the other phone has let go of it: 481");
        } else {
            fail(FileFailure.Reason.REFUSED, words);
        }
    }

    final void fail(FileFailure.Reason reason, String words) {
        if (!ended) { // without the path: whoever knows that could take the other end's place
            log.debug("a file does not go on: {}, {}", reason, words);
        }
        end(Optional.of(reason), to -> to.failed(new FileFailure(reason, words), bytes));
    }

    private void end(Optional<FileFailure.Reason> why, Consumer<FileListener> last) {
        underLock(() -> {
            if (!ended) {
                ended = true;
                atEnd(why);
                connection.ifPresent(MsrpConnection::finish);
                whenEnded.run();
                tell(last);
            }
        });
    }

    private void tell(Consumer<FileListener> what) {
        try {
            what.accept(listener);
        } catch (RuntimeException e) {
            log.error("a listener of a file failed", e);
        }
    }

    private void underLock(Runnable task) {
        lock.lock();
        try {
            task.run();
        } finally {
            lock.unlock();
        }
    }
}
