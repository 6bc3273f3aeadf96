package org.earshot.softphone.file;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLSocket;
import org.earshot.common.msrp.ByteRange;
import org.earshot.common.msrp.MsrpFrame;
import org.earshot.common.msrp.MsrpUri;
import org.earshot.softphone.media.dtls.DtlsIdentity;
import org.earshot.softphone.media.dtls.Fingerprint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A phone's end of MSRP over TLS (RFC 4975, RFC 6135, RFC 8122), straight to the other phone or over our relay (RFC 4976): a
/// connection for each file, with a virtual thread that reads and one that writes. Ports are open only while somebody may come. Thread-safe.
public final class MsrpEndpoint implements FileEngine, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(MsrpEndpoint.class);
    private static final int MOST_STRANGERS =
            32; // connections that have not said what they are for
    private static final int LAST_ANSWER = 4; // times the allowed silence: a disk may be slow
    private static final int LOOKS = 10; // in the time of the allowed silence
    private static final Duration WARM_UP_ENDS = Duration.ofSeconds(2);
    private static final Duration AT_RELAY = Duration.ofMinutes(14); // until somebody comes

    private final Settings settings;
    private final TlsSide tls;
    private final MsrpIds ids = new MsrpIds();
    private final ChunkLimits limits = new ChunkLimits();
    private final AwaitedSessions awaited = new AwaitedSessions(this::accepted);
    private final Set<Transfer> transfers = ConcurrentHashMap.newKeySet();
    private final Set<MsrpConnection> connections = ConcurrentHashMap.newKeySet();
    private final AtomicReference<Thread> warming = new AtomicReference<>();
    private final AtomicInteger strangers = new AtomicInteger();
    private final ScheduledExecutorService watch =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("msrp-watch").factory());

    /// How an endpoint behaves.
    ///
    /// @param identity the certificate that it shows
    /// @param silence how long nothing may come or go in a session
    /// @param handshake how long it may take from the connection to the first request
    public record Settings(DtlsIdentity identity, Duration silence, Duration handshake) {
        /// 30 s of silence (RFC 4975 §7.1.1), 10 s until the first request.
        public static Settings of(DtlsIdentity identity) {
            return new Settings(identity, Duration.ofSeconds(30), Duration.ofSeconds(10));
        }
    }

    /// Opens nothing yet.
    public MsrpEndpoint(Settings settings) {
        this.settings = settings;
        tls = new TlsSide(settings.identity());
        long pause = settings.silence().toMillis() / LOOKS;
        var _ = watch.scheduleWithFixedDelay(this::look, pause, pause, TimeUnit.MILLISECONDS);
    }

    /// Gets ready for the first file of a run, in the background: to be called when there is time for it, or somebody is about to offer or
    /// take one. The second call does nothing, nor one after [#close].
    ///
    /// @param folder for this alone; what an earlier run that was killed has left there goes, and at the end the folder
    public void warmUp(Path folder) {
        if (warming.get() == null) {
            Thread thread =
                    BackgroundThreads.factory("msrp").newThread(() -> FileWarmUp.run(this, folder));
            if (warming.compareAndSet(null, thread)) {
                thread.start();
            }
        }
    }

    @Override
    public String fingerprint() {
        return settings.identity().fingerprint().value();
    }

    @Override
    public MsrpUri local(InetAddress host) throws IOException {
        return awaited.open(host, ids.session());
    }

    @Override
    public Relayed relayed(OwnRelay relay) throws IOException {
        RelayLink link = RelayLink.open(relay, ids, settings.handshake());
        try {
            awaited.open(link);
        } catch (IOException e) {
            link.connection().close();
            throw e;
        }
        later(() -> serve(link));
        return link.end();
    }

    @Override
    public void forget(MsrpUri local) {
        awaited.forget(local);
    }

    @Override
    public FileSession send(OutgoingFile file, MsrpPeer peer, FileListener listener) {
        return begin(
                new FileSender(
                        file,
                        peer,
                        listener,
                        ids,
                        limits,
                        settings.silence().multipliedBy(LAST_ANSWER)));
    }

    @Override
    public FileSession receive(IncomingFile file, MsrpPeer peer, FileListener listener) {
        return begin(new FileReceiver(file, peer, listener, ids));
    }

    private FileSession begin(Transfer transfer) {
        transfers.add(transfer);
        MsrpUri local = transfer.peer().local();
        Optional<AwaitedSession> session = awaited.of(local);
        transfer.whenEnded(() -> {
            transfers.remove(transfer);
            forget(local);
        });
        if (session.isEmpty()) {
            isNotThere(transfer);
        } else if (fingerprints(transfer.peer()).isEmpty()) {
            later(() ->
                    transfer.fail(
                            FileFailure.Reason.FINGERPRINT,
                            "the other phone did not say who it is (no SHA-256 fingerprint)"));
        } else if (transfer.peer().active() && session.get().isRelayed()) {
            later(() ->
                    transfer.fail(
                            FileFailure.Reason.PROTOCOL,
                            "the other phone waits to be connected to, which our relay does not do"));
        } else if (transfer.peer().active()) {
            forget(local);
            later(() -> connect(transfer));
        } else if (!session.get().agreed(transfer, System.nanoTime())) {
            isNotThere(transfer);
        }
        return transfer;
    }

    private static void isNotThere(Transfer transfer) {
        later(() -> transfer.fail(FileFailure.Reason.CONNECTION, "there is no such session"));
    }

    private static void later(Runnable task) {
        var _ = BackgroundThreads.start("msrp", task);
    }

    private static Set<Fingerprint> fingerprints(MsrpPeer peer) {
        Set<Fingerprint> known = new HashSet<>();
        peer.fingerprints().forEach(text -> Fingerprint.parse(text).ifPresent(known::add));
        return known;
    }

    // The active side.

    private void connect(Transfer transfer) {
        MsrpUri next = transfer.peer().remote().getFirst();
        if (!next.secure() || !next.transport().equals("tcp")) {
            transfer.fail(
                    FileFailure.Reason.PROTOCOL, "the other phone does not take files over TLS");
            return;
        }
        try (Socket socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(next.host(), next.portOrDefault()),
                    (int) settings.handshake().toMillis());
            socket.setTcpNoDelay(true);
            MsrpConnection connection =
                    new MsrpConnection(socket, tls.client(socket), settings.handshake());
            watched(connection, () -> active(transfer, connection));
        } catch (IOException e) {
            transfer.fail(
                    FileFailure.Reason.CONNECTION,
                    "the other phone can't be reached: " + e.getMessage());
        }
    }

    /// Something that is done with a connection.
    @FunctionalInterface
    private interface Use {
        void run() throws IOException;
    }

    private void watched(MsrpConnection connection, Use use) throws IOException {
        connections.add(connection);
        try {
            use.run();
        } finally {
            connection.close();
            connections.remove(connection);
        }
    }

    private void active(Transfer transfer, MsrpConnection connection) throws IOException {
        connection.tls().startHandshake();
        if (!isPeer(transfer, connection.tls())) {
            return;
        }
        // RFC 4975 §5.4: the side that connects says at once for which session.
        connection.post(
                MsrpFrame.request(
                                ids.transaction(),
                                "SEND",
                                transfer.peer().remote(),
                                List.of(transfer.peer().local()),
                                new MsrpFrame.Field("Message-ID", ids.transaction()),
                                new MsrpFrame.Field("Byte-Range", ByteRange.of(1, 0, 0).toString()))
                        .bytes());
        new MsrpReading(connection).run(transfer, settings.silence());
    }

    private boolean isPeer(Transfer transfer, SSLSocket socket) {
        boolean right =
                TlsSide.peer(socket).filter(fingerprints(transfer.peer())::contains).isPresent();
        if (!right) {
            transfer.fail(
                    FileFailure.Reason.FINGERPRINT,
                    "the other end of the connection is not the phone that the file was agreed upon with");
        }
        return right;
    }

    // The passive side.

    private void accepted(Socket socket) {
        if (strangers.incrementAndGet() > MOST_STRANGERS) {
            strangers.decrementAndGet();
            FileTrouble.close(socket);
            return;
        }
        later(() -> stranger(socket));
    }

    private void stranger(Socket socket) {
        Stranger stranger = new Stranger();
        try (socket) {
            socket.setTcpNoDelay(true);
            MsrpConnection connection =
                    new MsrpConnection(socket, tls.server(socket), settings.handshake());
            watched(
                    connection,
                    () -> {
                        connection.tls().startHandshake();
                        passive(connection, Optional.empty(), stranger::isKnown);
                    });
        } catch (IOException e) {
            log.debug("a connection came to nothing: {}", e.toString());
        } finally {
            stranger.isKnown();
        }
    }

    /// Somebody may come over our relay, as long as it keeps a connection on which nothing is said.
    private void serve(RelayLink link) {
        try (Socket _ = link.socket()) {
            link.connection().allowSilence(AT_RELAY);
            watched(
                    link.connection(),
                    () -> passive(link.connection(), Optional.of(link), () -> {}));
        } catch (IOException e) {
            log.debug("a connection to the relay came to nothing: {}", e.toString());
        } finally {
            MsrpUri local = link.end().local();
            Optional<AwaitedSession> session = awaited.of(local);
            forget(local);
            session.ifPresent(gone -> gone.isCutOff("the connection to the relay broke"));
        }
    }

    /// Counts one of [#MOST_STRANGERS] until it is known.
    private final class Stranger {
        private boolean known;

        void isKnown() {
            if (!known) {
                known = true;
                strangers.decrementAndGet();
            }
        }
    }

    private void passive(MsrpConnection connection, Optional<RelayLink> link, Runnable known)
            throws IOException {
        MsrpReading reading = new MsrpReading(connection);
        Optional<MsrpFrame> first = reading.firstRequest();
        if (first.isEmpty()) {
            return;
        }
        Optional<AwaitedSession> session =
                awaited.of(first.get().toPath().getFirst()).filter(one -> one.isAwaited(link));
        if (session.isEmpty()) {
            reading.refuse(481, "no such session");
            return;
        }
        if (!session.get().bind()) {
            reading.refuse(506, "it has a connection");
            return;
        }
        known.run();
        connection.allowSilence(settings.silence());
        Optional<Transfer> transfer = reading.await(session.get(), settings.silence());
        if (transfer.isEmpty()) {
            session.get().unbind();
            reading.refuse(481, "no such session");
        } else if (!session.get().isRelayed() && !isPeer(transfer.get(), connection.tls())) {
            reading.refuse(403, "not the certificate that was agreed upon");
        } else {
            reading.run(transfer.get(), settings.silence());
        }
    }

    // Time.

    private void look() {
        try {
            long now = System.nanoTime();
            connections.forEach(connection -> connection.watch(now));
            for (AwaitedSession session : awaited.late(now, settings.silence().toNanos())) {
                session.transfer()
                        .join()
                        .fail(FileFailure.Reason.CONNECTION, "the other phone did not connect");
            }
        } catch (RuntimeException e) {
            log.error("the watch over files failed", e);
        }
    }

    /// Ends all sessions. What came is kept.
    @Override
    public void close() {
        awaited.close();
        for (Transfer transfer : List.copyOf(transfers)) {
            transfer.fail(FileFailure.Reason.CANCELLED, "the phone is closing");
        }
        awaited.all().forEach(this::forget);
        connections.forEach(MsrpConnection::close);
        watch.shutdownNow();
        awaitWarmUp();
    }

    /// It takes its folder away, which somebody may be about to do with all that is around.
    private void awaitWarmUp() {
        Thread thread = warming.get();
        try {
            if (thread != null) {
                thread.join(WARM_UP_ENDS);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
