package org.earshot.softphone.file;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.earshot.common.msrp.ByteRange;
import org.earshot.common.msrp.MalformedMsrpException;
import org.earshot.common.msrp.MsrpFrame;
import org.earshot.common.msrp.MsrpParser;
import org.earshot.common.msrp.MsrpUri;

/// A relay, and the phone behind it, in one: lets in whoever asks, for two seconds at a time, keeps nothing of what comes, and says
/// what a test wants said. One connection.
final class RelayAndReceiver implements OwnRelay, AutoCloseable {
    private static final int PATIENCE_SECONDS = 20;

    private final ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final TlsSide tls = new TlsSide(FilePhones.identity());
    private final MsrpIds ids = new MsrpIds();
    private final LinkedBlockingQueue<MsrpFrame> logins = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<MsrpFrame> whole = new LinkedBlockingQueue<>();
    private final MsrpUri use =
            MsrpUri.of(true, InetAddress.getLoopbackAddress(), listening.getLocalPort(), "token");
    private volatile Optional<MsrpConnection> connection = Optional.empty();

    RelayAndReceiver() throws IOException {
        Thread.ofVirtual().start(this::serve);
    }

    /// The phone behind it.
    MsrpUri receiver() {
        return MsrpUri.parse("msrps://192.0.2.7:4000/there;tcp");
    }

    @Override
    public MsrpUri uri() {
        return MsrpUri.of(true, InetAddress.getLoopbackAddress(), listening.getLocalPort(), "");
    }

    @Override
    public SSLSocket secure(Socket socket) throws IOException {
        SSLSocket secure = tls.client(socket);
        secure.startHandshake();
        return secure;
    }

    @Override
    public Optional<String> authorization(List<String> challenges) {
        return Optional.of("Digest of a test");
    }

    private void serve() {
        try (Socket socket = listening.accept()) {
            MsrpConnection on =
                    new MsrpConnection(socket, tls.server(socket), Duration.ofSeconds(30));
            connection = Optional.of(on);
            Thread.ofVirtual().start(on::write);
            Optional<MsrpFrame> request = Optional.empty();
            for (Optional<MsrpParser.Event> event = on.next();
                    event.isPresent();
                    event = on.next()) {
                if (event.get() instanceof MsrpParser.Event.Head(MsrpFrame frame)) {
                    request = Optional.of(frame);
                } else if (event.get() instanceof MsrpParser.Event.End(var continuation)) {
                    answer(request.orElseThrow(), continuation.flag() == '$');
                }
            }
        } catch (IOException | MalformedMsrpException _) {
            // the test sees what does not happen
        }
    }

    private void answer(MsrpFrame frame, boolean last) {
        if (frame.is("AUTH")) {
            boolean known = frame.field("Authorization").isPresent();
            post(
                    frame.response(known ? 200 : 401, ""),
                    known
                            ? List.of(
                                    new MsrpFrame.Field("Use-Path", use.toString()),
                                    new MsrpFrame.Field("Expires", "2"))
                            : List.of(new MsrpFrame.Field("WWW-Authenticate", "Digest")));
            if (known) {
                logins.add(frame);
            }
        } else if (frame.is("SEND")) {
            post(frame.response(200, "OK"), List.of());
            if (last) {
                whole.add(frame);
            }
        }
    }

    private void post(MsrpFrame frame, List<MsrpFrame.Field> more) {
        List<MsrpFrame.Field> fields = new ArrayList<>(frame.fields());
        fields.addAll(more);
        connection
                .orElseThrow()
                .post(
                        new MsrpFrame(
                                        frame.transaction(),
                                        frame.start(),
                                        frame.toPath(),
                                        frame.fromPath(),
                                        fields,
                                        false)
                                .bytes());
    }

    /// The phone connects, and says for which session.
    void connects(MsrpUri session) {
        post(
                MsrpFrame.request(
                        ids.transaction(),
                        "SEND",
                        List.of(session),
                        List.of(use, receiver()),
                        new MsrpFrame.Field("Message-ID", ids.transaction()),
                        new MsrpFrame.Field("Byte-Range", ByteRange.of(1, 0, 0).toString())),
                List.of());
    }

    /// Waits for the last chunk of a file.
    MsrpFrame lastChunk() throws InterruptedException {
        return next(whole);
    }

    /// Waits until somebody was let in.
    void login() throws InterruptedException {
        next(logins);
    }

    private static MsrpFrame next(LinkedBlockingQueue<MsrpFrame> from) throws InterruptedException {
        return Optional.ofNullable(from.poll(PATIENCE_SECONDS, TimeUnit.SECONDS)).orElseThrow();
    }

    /// Reports on a file.
    void reports(MsrpFrame chunk, ByteRange range, int status) {
        post(chunk.report(ids.transaction(), range, status, ""), List.of());
    }

    /// Is gone.
    void breaks() {
        connection.orElseThrow().close();
    }

    @Override
    public void close() throws IOException {
        listening.close();
        connection.ifPresent(MsrpConnection::close);
    }
}
