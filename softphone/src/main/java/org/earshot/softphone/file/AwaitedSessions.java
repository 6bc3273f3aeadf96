package org.earshot.softphone.file;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.earshot.common.msrp.MsrpUri;

/// The sessions of ours to which somebody may come, and the ports that are open for that. Thread-safe.
final class AwaitedSessions {
    private final Consumer<Socket> accepted;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, AwaitedSession> sessions = new HashMap<>(); // by session id; lock
    private final Map<InetAddress, MsrpListener> listeners = new HashMap<>(); // lock
    private boolean closed; // lock

    /// @param accepted gets who comes to a port
    AwaitedSessions(Consumer<Socket> accepted) {
        this.accepted = accepted;
    }

    /// Opens a port, unless one is open there.
    MsrpUri open(InetAddress host, String id) throws IOException {
        lock.lock();
        try {
            requireOpen();
            MsrpListener known = listeners.get(host);
            if (known == null || !known.isOpen()) {
                known = new MsrpListener(host, accepted);
                listeners.put(host, known);
            }
            MsrpListener listener = known;
            listener.add();
            MsrpUri local = MsrpUri.of(true, host, listener.port(), id);
            sessions.put(id, new AwaitedSession(local, Optional.empty(), () -> leave(listener)));
            return local;
        } finally {
            lock.unlock();
        }
    }

    private void leave(MsrpListener listener) {
        if (listener.remove()) {
            listeners.values().remove(listener);
        }
    }

    /// Awaits somebody over our relay.
    void open(RelayLink link) throws IOException {
        lock.lock();
        try {
            requireOpen();
            MsrpUri local = link.end().local();
            sessions.put(local.session(), new AwaitedSession(local, Optional.of(link), () -> {}));
        } finally {
            lock.unlock();
        }
    }

    private void requireOpen() throws IOException {
        if (closed) {
            throw new IOException("the phone is closing");
        }
    }

    /// The session that is awaited under this id.
    Optional<AwaitedSession> of(MsrpUri local) {
        lock.lock();
        try {
            return Optional.ofNullable(sessions.get(local.session()));
        } finally {
            lock.unlock();
        }
    }

    /// Nobody is awaited there any more.
    void forget(MsrpUri local) {
        Optional<AwaitedSession> session;
        lock.lock();
        try {
            session = Optional.ofNullable(sessions.remove(local.session()));
            session.ifPresent(AwaitedSession::forget);
        } finally {
            lock.unlock();
        }
        session.ifPresent(gone -> gone.transfer().cancel(false));
    }

    /// Those that are agreed upon for so long, and to which nobody has come.
    List<AwaitedSession> late(long now, long nanos) {
        lock.lock();
        try {
            return sessions.values().stream().filter(one -> one.isLate(now, nanos)).toList();
        } finally {
            lock.unlock();
        }
    }

    /// No others are awaited from now on.
    void close() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
    }

    /// Those of the last.
    List<MsrpUri> all() {
        lock.lock();
        try {
            return sessions.values().stream().map(AwaitedSession::local).toList();
        } finally {
            lock.unlock();
        }
    }
}
