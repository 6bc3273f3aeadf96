package org.earshot.server.msrprelay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.earshot.common.account.Account;
import org.earshot.common.account.InMemoryAccountStore;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.auth.AuthenticatedFlows;
import org.earshot.common.auth.BackOff;
import org.earshot.common.auth.DigestAlgorithm;
import org.earshot.common.auth.DigestAuthenticator;
import org.earshot.common.auth.DigestResponse;
import org.earshot.common.auth.Ha1;
import org.earshot.common.auth.Md5OnlyPhones;
import org.earshot.common.auth.Nonces;
import org.earshot.common.auth.Passwords;
import org.earshot.common.auth.SealedHa1;
import org.earshot.common.key.CertificateAuthority;
import org.earshot.common.key.KeyRing;
import org.earshot.common.key.ServerNames;
import org.earshot.common.key.ServerTls;
import org.earshot.common.msrp.Continuation;
import org.earshot.common.msrp.MsrpFrame;
import org.earshot.common.msrp.MsrpParser;
import org.earshot.common.msrp.MsrpUri;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Over real sockets, with real TLS.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class MsrpRelayTest {
    private static final String REALM = "localhost";
    private static final MsrpUri ALICES_PHONE = MsrpUri.parse("msrps://192.0.2.1:7965/bar;tcp");
    private static final MsrpUri BOBS_PHONE = MsrpUri.parse("msrps://192.0.2.2:8145/foo;tcp");
    private static final Pattern NONCE = Pattern.compile("nonce=\"([^\"]+)\"");

    private static final Duration PATIENT = Duration.ofSeconds(45);

    @TempDir private Path temp;
    private int count; // of answers
    private SSLContext trusting;
    private SSLContext serving;
    private DigestAuthenticator digest;
    private MsrpRelay relay;
    private final List<Client> clients = new ArrayList<>();

    @BeforeEach
    void open() throws Exception {
        KeyRing ring = KeyRing.open(temp.resolve("keys"));
        InstantSource clock = InstantSource.system();
        InMemoryAccountStore accounts = new InMemoryAccountStore(clock);
        for (String name : List.of("alice", "carol")) {
            Account account = accounts.create(new AddressOfRecord(name, REALM), name);
            accounts.credentials()
                    .replace(
                            account.id(),
                            "",
                            new Passwords(new SealedHa1(ring), REALM)
                                    .credentials(account, "", "secret", false));
        }
        ServerNames names = ServerNames.of(REALM, List.of());
        CertificateAuthority ca =
                CertificateAuthority.open(ring, names, temp.resolve("ca.pem"), clock);
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setCertificateEntry("ca", ca.certificate());
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        trusting = SSLContext.getInstance("TLS");
        trusting.init(null, trust.getTrustManagers(), null);
        digest =
                new DigestAuthenticator(
                        REALM,
                        accounts,
                        accounts.credentials(),
                        new SealedHa1(ring),
                        new Nonces(ring, REALM, "start", Duration.ofMinutes(5), 1000, clock),
                        new AuthenticatedFlows(10),
                        new BackOff(100, clock),
                        Md5OnlyPhones.NONE);
        serving = ServerTls.of(ca, names, temp.resolve("tls/server.pem"), clock).context();
        relay = relay(PATIENT, PATIENT);
    }

    private MsrpRelay relay(Duration first, Duration answer) throws IOException {
        return relay(first, answer, 0, RelayTime.REAL);
    }

    private MsrpRelay relay(Duration first, Duration answer, long bytesPerSecond, RelayTime time)
            throws IOException {
        return MsrpRelay.open(
                List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                serving,
                new MsrpRelay.Settings(
                        REALM::equals,
                        2,
                        bytesPerSecond,
                        20,
                        20,
                        Duration.ofSeconds(60),
                        Duration.ofHours(1),
                        first,
                        answer,
                        PATIENT),
                digest,
                InstantSource.system(),
                time);
    }

    /// Has the relay wait no longer than a test likes to; with what others need on a busy machine it is patient.
    private void impatient(Duration first, Duration answer) throws IOException {
        relay.close();
        relay = relay(first, answer);
    }

    @AfterEach
    void close() {
        clients.forEach(Client::close);
        relay.close();
    }

    @Test
    void aPhoneGetsAUriByDigestAndNotWithoutOrForAWrongPasswordOrTime() throws Exception {
        Client alice = new Client();
        MsrpFrame challenge = alice.ask(auth(alice, ""));
        assertThat(status(challenge)).isEqualTo(401);
        assertThat(challenge.field("WWW-Authenticate").orElseThrow())
                .contains("realm=\"localhost\"")
                .contains("SHA-256");
        assertThat(status(alice.ask(auth(alice, credentials(alice, challenge, "wrong")))))
                .isEqualTo(401);
        MsrpFrame brief =
                alice.ask(auth(alice, credentials(alice, challenge, "secret"), "Expires: 1\r\n"));
        assertThat(status(brief)).isEqualTo(423);
        assertThat(brief.field("Min-Expires")).contains("60");
        MsrpUri use = authenticated(alice);
        assertThat(use.secure()).isTrue();
        assertThat(use.session()).hasSize(26);
        assertThat(relay.counts()).containsEntry("sessions", 1L);
    }

    @Test
    void anAccountHasSoManySessionsAtATimeAndIsToldSo() throws Exception {
        Client first = new Client();
        authenticated(first);
        authenticated(new Client());
        Client third = new Client();
        MsrpFrame challenge = third.ask(auth(third, ""));
        MsrpFrame refused = third.ask(auth(third, credentials(third, challenge, "secret")));
        assertThat(refused.start())
                .isEqualTo(new MsrpFrame.Start.Response(403, "too many sessions"));
        assertThat(relay.counts()).containsEntry("sessions", 2L).containsEntry("refused", 1L);
        authenticated(first); // prolongs the one that it has
    }

    @Test
    void aMessageIsCarriedAndItsReportComesBack() throws Exception {
        Client alice = new Client();
        MsrpUri use = authenticated(alice);
        Client bob = new Client();
        bob.say(
                "MSRP 6aefbob1 SEND\r\nTo-Path: "
                        + use
                        + " "
                        + ALICES_PHONE
                        + "\r\nFrom-Path: "
                        + BOBS_PHONE
                        + "\r\nSuccess-Report: yes\r\nMessage-ID: 87652\r\nByte-Range: 1-5/5\r\n"
                        + "Content-Type: text/plain\r\n\r\nHello\r\n-------6aefbob1$\r\n");
        Message came = alice.next();
        assertThat(came.body()).isEqualTo("Hello");
        assertThat(came.end()).isEqualTo(Continuation.COMPLETE);
        assertThat(came.frame().toPath()).containsExactly(ALICES_PHONE);
        assertThat(came.frame().fromPath()).containsExactly(use, BOBS_PHONE);
        assertThat(came.frame().messageId()).contains("87652");
        assertThat(status(bob.next().frame())).isEqualTo(200); // hop by hop
        alice.say(new String(came.frame().response(200, "OK").bytes(), StandardCharsets.UTF_8));
        alice.say(
                "MSRP yh67yh67 REPORT\r\nTo-Path: "
                        + use
                        + " "
                        + BOBS_PHONE
                        + "\r\nFrom-Path: "
                        + ALICES_PHONE
                        + "\r\nMessage-ID: 87652\r\nByte-Range: 1-5/5\r\nStatus: 000 200 OK\r\n-------yh67yh67$\r\n");
        Message report = bob.next();
        assertThat(report.frame().is("REPORT")).isTrue();
        assertThat(report.frame().reported()).hasValue(200);
        assertThat(report.frame().fromPath()).containsExactly(use, ALICES_PHONE);
        assertThat(relay.counts()).containsEntry("relayedBytes", 5L);
        assertThat(relay.busiest()).containsExactly(Map.entry("sip:alice@" + REALM, 5L));
    }

    @Test
    void whatTheOtherSideRefusesOrNeverAnswersIsReported() throws Exception {
        impatient(PATIENT, Duration.ofSeconds(3));
        Client alice = new Client();
        MsrpUri use = authenticated(alice);
        Client bob = new Client();
        for (int status : List.of(413, 408)) {
            bob.say(send(use, "abcd1234", "x"));
            MsrpFrame came = alice.next().frame();
            assertThat(status(bob.next().frame())).isEqualTo(200);
            if (status == 413) {
                alice.say(new String(came.response(413, "no").bytes(), StandardCharsets.UTF_8));
            }
            assertThat(bob.next().frame().reported()).hasValue(status);
        }
    }

    @Test
    void somethingElseBreaksIntoAChunkThatIsComingSlowly() throws Exception {
        Client alice = new Client();
        MsrpUri use = authenticated(alice);
        Client bob = new Client();
        bob.say(
                "MSRP slow1234 SEND\r\nTo-Path: "
                        + use
                        + " "
                        + ALICES_PHONE
                        + "\r\nFrom-Path: "
                        + BOBS_PHONE
                        + "\r\nMessage-ID: 1\r\nByte-Range: 1-*/103\r\nContent-Type: text/plain\r\n\r\n"
                        + "a".repeat(100));
        alice.awaitBody();
        // alice's own request is answered though bob's chunk is open
        alice.say(
                "MSRP alic1234 SEND\r\nTo-Path: "
                        + use
                        + " msrps://192.0.2.9:1/x;tcp\r\nFrom-Path: "
                        + ALICES_PHONE
                        + "\r\nMessage-ID: 2\r\n-------alic1234$\r\n");
        Message part = alice.next();
        int passed = part.body().length();
        assertThat(part.end()).isEqualTo(Continuation.MORE);
        assertThat(status(alice.next().frame())).isEqualTo(403);
        bob.say("bbb\r\n-------slow1234$\r\n");
        Message rest = alice.next();
        assertThat(part.body() + rest.body()).isEqualTo("a".repeat(100) + "bbb");
        assertThat(rest.end()).isEqualTo(Continuation.COMPLETE);
        assertThat(rest.frame().byteRange().toString()).isEqualTo(passed + 1 + "-*/103");
        assertThat(rest.frame().transaction()).isNotEqualTo(part.frame().transaction());
    }

    @Test
    void aChunkMayComeMoreSlowlyThanAnAnswerMay() throws Exception {
        impatient(PATIENT, Duration.ofSeconds(1));
        Client alice = new Client();
        MsrpUri use = authenticated(alice);
        Client carol = new Client("carol");
        MsrpUri carols = authenticated(carol);
        Client bob = new Client();
        String slow = send(use, "slow1234", "a".repeat(100));
        int half = slow.indexOf("aaaa") + 50;
        bob.say(slow.substring(0, half));
        alice.awaitBody();
        Client dora = new Client();
        dora.say(send(carols, "abcd1234", "x"));
        assertThat(status(dora.next().frame())).isEqualTo(200);
        assertThat(dora.next().frame().reported()).as("so much time is over").hasValue(408);
        bob.say(slow.substring(half));
        assertThat(status(bob.next().frame())).isEqualTo(200);
        assertThat(alice.next().body()).hasSize(100);
    }

    /// Time that goes on only where somebody rests.
    ///
    /// @param beforeRest runs first, on the thread that rests
    private record HandTime(AtomicLong now, Runnable beforeRest) implements RelayTime {
        @Override
        public long nanos() {
            return now.get();
        }

        @Override
        public void rest(long nanos) {
            beforeRest.run();
            now.addAndGet(nanos);
        }
    }

    @Test
    void anAccountsConnectionsTogetherAreReadNoFasterThanItMay() throws Exception {
        AtomicLong now = new AtomicLong();
        relay.close();
        relay = relay(PATIENT, PATIENT, 100_000, new HandTime(now, () -> {}));
        String body = "x".repeat(300_000);
        for (int i = 0; i < 2; i++) { // the second on connections of its own
            Client alice = new Client();
            MsrpUri use = authenticated(alice);
            Client bob = new Client();
            Thread sender = bob.saying(send(use, "abcd1234", body));
            assertThat(alice.next().body()).isEqualTo(body);
            assertThat(status(bob.next().frame())).isEqualTo(200);
            sender.join();
        }
        // the last bytes have been passed on before anybody rests for them
        assertThat(now.get()).isBetween(5_000_000_000L, 6_500_000_000L);
        assertThat(relay.counts()).containsEntry("relayedBytes", 600_000L);
        assertThat(relay.counts().get("heldBackSeconds")).isBetween(5L, 6L);
        assertThat(relay.busiest()).containsExactly(Map.entry("sip:alice@" + REALM, 600_000L));
    }

    @Test
    void whoIsHeldBackHoldsUpNoOtherAccountAndNotItsOwnAnswers() throws Exception {
        CountDownLatch resting = new CountDownLatch(1);
        CountDownLatch enough = new CountDownLatch(1);
        AtomicLong now = new AtomicLong();
        relay.close();
        relay =
                relay(
                        PATIENT,
                        PATIENT,
                        100_000,
                        new HandTime(
                                now,
                                () -> {
                                    resting.countDown();
                                    try {
                                        enough.await();
                                    } catch (InterruptedException e) {
                                        throw new IllegalStateException(e);
                                    }
                                }));
        Client alice = new Client();
        MsrpUri use = authenticated(alice);
        Client carol = new Client("carol");
        MsrpUri carols = authenticated(carol);
        Client bob = new Client();
        String body = "x".repeat(300_000);
        Thread sender = bob.saying(send(use, "abcd1234", body));
        resting.await();
        // time stands still for alice's account
        Client dora = new Client();
        dora.say(send(carols, "abcd1234", "x"));
        MsrpFrame came = carol.next().frame();
        assertThat(status(dora.next().frame())).isEqualTo(200);
        carol.say(new String(came.response(413, "no").bytes(), StandardCharsets.UTF_8));
        assertThat(dora.next().frame().reported()).hasValue(413);
        // hers comes through beside the file that waits
        alice.say(auth(alice, ""));
        Message part = alice.next();
        assertThat(part.end()).isEqualTo(Continuation.MORE);
        assertThat(status(alice.next().frame())).isEqualTo(401);
        enough.countDown();
        assertThat(part.body() + alice.next().body()).isEqualTo(body);
        sender.join();
    }

    @Test
    void whenOneSideLeavesTheOtherIsLetGo() throws Exception {
        Client alice = new Client();
        MsrpUri use = authenticated(alice);
        Client bob = new Client();
        bob.say(send(use, "abcd1234", "x"));
        alice.next();
        bob.next();
        bob.close();
        assertThat(alice.atEnd()).isTrue();
    }

    @Test
    void whatTheOneThatLeftHasNotAnsweredIsReportedBefore() throws Exception {
        Client alice = new Client();
        MsrpUri use = authenticated(alice);
        Client bob = new Client();
        bob.say(send(use, "abcd1234", "x"));
        alice.next();
        assertThat(status(bob.next().frame())).isEqualTo(200);
        alice.close();
        assertThat(bob.next().frame().reported()).hasValue(408);
        assertThat(bob.atEnd()).isTrue();
    }

    @Test
    void aPeerThatNeverReadsHoldsUpItsSenderAndIsClosed() throws Exception {
        impatient(PATIENT, Duration.ofSeconds(3));
        Client alice = new Client();
        MsrpUri use = authenticated(alice);
        Client bob = new Client();
        AtomicLong taken = new AtomicLong();
        Thread sender =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                bob.say(
                                        "MSRP big12345 SEND\r\nTo-Path: "
                                                + use
                                                + " "
                                                + ALICES_PHONE
                                                + "\r\nFrom-Path: "
                                                + BOBS_PHONE
                                                + "\r\nMessage-ID: 1\r\nByte-Range: 1-*/*\r\nContent-Type: text/plain\r\n\r\n");
                                String block = "x".repeat(1 << 16);
                                while (taken.addAndGet(block.length()) < 1 << 30) {
                                    bob.say(block);
                                }
                            } catch (IOException _) {
                                // the relay has let go
                            }
                        });
        assertThat(sender.join(PATIENT)).isTrue();
        assertThat(taken.get()).as("it was closed").isLessThan(1 << 30);
        // what the system's buffers hold; what still comes while the relay says goodbye is thrown
        // away
        assertThat(relay.counts().get("relayedBytes")).isLessThan(100L << 20);
    }

    @Test
    void whoSaysNothingOfUseIsClosed() throws Exception {
        impatient(Duration.ofSeconds(2), PATIENT);
        Client stranger = new Client();
        long start = System.nanoTime();
        stranger.say("MSRP abcd1234 SEND\r\nTo-Path: msrps://loc");
        assertThat(stranger.atEnd()).isTrue();
        assertThat(System.nanoTime() - start)
                .isBetween(TimeUnit.SECONDS.toNanos(1), TimeUnit.SECONDS.toNanos(20));
    }

    @Test
    void anyBytesEndOneConnectionAndNoMore() throws Exception {
        Random random = new Random(4976);
        byte[] whole =
                send(MsrpUri.parse("msrps://localhost:1/x;tcp"), "abcd1234", "hello")
                        .getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 15; i++) {
            try (Client hostile = new Client()) {
                byte[] bytes = new byte[random.nextInt(1, whole.length)];
                if (i % 2 == 0) {
                    random.nextBytes(bytes);
                } else {
                    System.arraycopy(whole, 0, bytes, 0, bytes.length);
                }
                hostile.say(new String(bytes, StandardCharsets.ISO_8859_1));
            }
        }
        assertThat(authenticated(new Client()).session()).hasSize(26);
    }

    private String send(MsrpUri use, String id, String body) {
        return "MSRP "
                + id
                + " SEND\r\nTo-Path: "
                + use
                + " "
                + ALICES_PHONE
                + "\r\nFrom-Path: "
                + BOBS_PHONE
                + "\r\nMessage-ID: m\r\nByte-Range: 1-"
                + body.length()
                + "/"
                + body.length()
                + "\r\nContent-Type: text/plain\r\n\r\n"
                + body
                + "\r\n-------"
                + id
                + "$\r\n";
    }

    private MsrpUri authenticated(Client client) throws Exception {
        MsrpFrame challenge = client.ask(auth(client, ""));
        MsrpFrame answer = client.ask(auth(client, credentials(client, challenge, "secret")));
        assertThat(status(answer)).isEqualTo(200);
        assertThat(answer.field("Expires")).contains("3600");
        return MsrpUri.parse(answer.field("Use-Path").orElseThrow());
    }

    private static String auth(Client client, String... fields) {
        return "MSRP auth1234 AUTH\r\nTo-Path: "
                + client.relayUri()
                + "\r\nFrom-Path: "
                + ALICES_PHONE
                + "\r\n"
                + String.join("", fields)
                + "-------auth1234$\r\n";
    }

    private String credentials(Client client, MsrpFrame challenge, String password) {
        Matcher nonce = NONCE.matcher(challenge.field("WWW-Authenticate").orElseThrow());
        assertThat(nonce.find()).isTrue();
        DigestResponse.Protection protection = new DigestResponse.Protection("0a4f113b", ++count);
        String sum =
                DigestResponse.sum(
                        Ha1.of(DigestAlgorithm.SHA_256, client.account, REALM, password),
                        "AUTH",
                        client.relayUri(),
                        nonce.group(1),
                        Optional.of(protection));
        return "Authorization: Digest username=\""
                + client.account
                + "\", realm=\"localhost\", nonce=\""
                + nonce.group(1)
                + "\", algorithm=SHA-256, qop=auth, nc="
                + String.format("%08x", count)
                + ", cnonce=\"0a4f113b\", response=\""
                + sum
                + "\"\r\n";
    }

    private static int status(MsrpFrame frame) {
        return frame.start() instanceof MsrpFrame.Start.Response response ? response.status() : 0;
    }

    private record Message(MsrpFrame frame, String body, Continuation end) {}

    /// A phone's connection, without the phone.
    private final class Client implements AutoCloseable {
        private final SSLSocket socket;
        private final String account;
        private final MsrpParser parser = new MsrpParser();
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();
        private Optional<MsrpFrame> head = Optional.empty();

        Client() throws IOException {
            this("alice");
        }

        /// @param account that it may log in with
        Client(String account) throws IOException {
            this.account = account;
            int port = relay.addresses().getFirst().getPort();
            Socket plain = new Socket(InetAddress.getLoopbackAddress(), port);
            socket = (SSLSocket) trusting.getSocketFactory().createSocket(plain, REALM, port, true);
            socket.startHandshake();
            clients.add(this);
        }

        String relayUri() {
            return "msrps://"
                    + account
                    + "@localhost:"
                    + relay.addresses().getFirst().getPort()
                    + ";tcp";
        }

        void say(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        }

        /// For what is read more slowly than it is said.
        Thread saying(String text) {
            return Thread.ofVirtual()
                    .start(() -> {
                        try {
                            say(text);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    });
        }

        MsrpFrame ask(String text) throws Exception {
            say(text);
            return next().frame();
        }

        Message next() throws Exception {
            while (true) {
                Optional<Message> whole = step();
                if (whole.isPresent()) {
                    return whole.get();
                }
            }
        }

        void awaitBody() throws Exception {
            while (body.size() == 0) {
                assertThat(step()).isEmpty();
            }
        }

        private Optional<Message> step() throws Exception {
            switch (parser.next()) {
                case MsrpParser.Event.Head(MsrpFrame frame) -> head = Optional.of(frame);
                case MsrpParser.Event.Body(byte[] bytes, int offset, int length) ->
                        body.write(bytes, offset, length);
                case MsrpParser.Event.End(Continuation continuation) -> {
                    String text = body.toString(StandardCharsets.UTF_8);
                    body.reset();
                    return Optional.of(new Message(head.orElseThrow(), text, continuation));
                }
                case MsrpParser.Event.Partial _ ->
                        assertThat(parser.fill(socket.getInputStream()::read)).isTrue();
            }
            return Optional.empty();
        }

        boolean atEnd() {
            try {
                return socket.getInputStream().read() < 0;
            } catch (IOException _) {
                return true;
            }
        }

        @Override
        public void close() {
            try {
                socket.close();
            } catch (IOException _) {
                // it is gone
            }
        }
    }
}
