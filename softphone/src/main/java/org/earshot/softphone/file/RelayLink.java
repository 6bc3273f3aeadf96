package org.earshot.softphone.file;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import org.earshot.common.msrp.MalformedMsrpException;
import org.earshot.common.msrp.MsrpFrame;
import org.earshot.common.msrp.MsrpParser;
import org.earshot.common.msrp.MsrpUri;
import org.earshot.softphone.media.dtls.Fingerprint;

/// A connection of ours to our relay, by which somebody reaches one session of ours. Logged in from the start, and again at half of
/// what was granted.
final class RelayLink implements MsrpConnection.Aside {
    private static final Duration SHORTEST_RENEWAL = Duration.ofSeconds(1);

    private final Socket socket;
    private final MsrpConnection connection;
    private final MsrpUri own;
    private final String fingerprint;
    private final RelayLogin login; // this
    private MsrpUri use; // this
    private long renewAt; // nanoseconds; this

    private RelayLink(OwnRelay relay, MsrpIds ids, Socket socket, Duration handshake)
            throws IOException {
        this.socket = socket;
        SSLSocket tls = relay.secure(socket);
        fingerprint =
                TlsSide.peer(tls)
                        .map(Fingerprint::value)
                        .orElseThrow(() -> new IOException("the relay shows no certificate"));
        connection = new MsrpConnection(socket, tls, handshake);
        own = MsrpUri.of(true, socket.getLocalAddress(), socket.getLocalPort(), ids.session());
        login = new RelayLogin(relay, own, ids);
        begin();
    }

    /// Connects and logs in.
    ///
    /// @param handshake how long each step of that may take
    static RelayLink open(OwnRelay relay, MsrpIds ids, Duration handshake) throws IOException {
        Socket socket = new Socket();
        boolean open = false;
        try {
            socket.setSoTimeout((int) handshake.toMillis());
            socket.connect(relay.address(), (int) handshake.toMillis());
            socket.setTcpNoDelay(true);
            socket.setKeepAlive(true);
            RelayLink link = new RelayLink(relay, ids, socket, handshake);
            socket.setSoTimeout(0);
            open = true;
            return link;
        } catch (IOException e) {
            throw new IOException("no way over the relay: " + e.getMessage(), e);
        } finally {
            if (!open) {
                FileTrouble.close(socket);
            }
        }
    }

    private void begin() throws IOException {
        byte[] asked = login.begin().bytes();
        while (true) {
            connection.write(asked, asked.length);
            switch (login.after(answer())) {
                case RelayLogin.Step.Ask(MsrpFrame frame) -> asked = frame.bytes();
                case RelayLogin.Step.Granted granted -> {
                    use = granted.use();
                    renewIn(granted.life());
                    connection.beside(this);
                    return;
                }
                case RelayLogin.Step.Refused(String words) -> throw new IOException(words);
            }
        }
    }

    private MsrpFrame answer() throws IOException {
        try {
            Optional<MsrpFrame> answer = Optional.empty();
            for (Optional<MsrpParser.Event> event = connection.next();
                    event.isPresent();
                    event = connection.next()) {
                if (event.get() instanceof MsrpParser.Event.Head(MsrpFrame frame)) {
                    answer = Optional.of(frame).filter(login::isAnswer);
                } else if (event.get() instanceof MsrpParser.Event.End && answer.isPresent()) {
                    return answer.get(); // to its end: what comes next is the session's
                }
            }
        } catch (MalformedMsrpException e) {
            throw new IOException("what it says is no MSRP: " + e.getMessage(), e);
        }
        throw new IOException("it has closed the connection");
    }

    private void renewIn(Duration life) {
        Duration half = life.dividedBy(2);
        Duration pause = half.compareTo(SHORTEST_RENEWAL) < 0 ? SHORTEST_RENEWAL : half;
        renewAt = System.nanoTime() + pause.toNanos();
    }

    Socket socket() {
        return socket;
    }

    MsrpConnection connection() {
        return connection;
    }

    /// What others need to reach the session.
    synchronized FileEngine.Relayed end() {
        return new FileEngine.Relayed(use, own, fingerprint);
    }

    /// The thread that reads. A relay that lets us in no longer, or by another URI, is of no use: the session is to go on over
    /// another connection.
    @Override
    public synchronized boolean takes(MsrpFrame frame) {
        if (!login.isAnswer(frame)) {
            return false;
        }
        switch (login.after(frame)) {
            case RelayLogin.Step.Ask(MsrpFrame next) -> connection.post(next.bytes());
            case RelayLogin.Step.Granted granted -> {
                if (granted.use().isSame(use)) {
                    renewIn(granted.life());
                } else {
                    connection.close();
                }
            }
            case RelayLogin.Step.Refused _ -> connection.close();
        }
        return true;
    }

    @Override
    public synchronized void look(long now) {
        if (now - renewAt > 0) {
            renewIn(Duration.ofMinutes(2)); // unless the answer says otherwise
            connection.post(login.begin().bytes());
        }
    }
}
