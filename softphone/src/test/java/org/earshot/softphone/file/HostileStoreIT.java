package org.earshot.softphone.file;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLContext;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.earshot.common.key.CertificateAuthority;
import org.earshot.common.key.KeyRing;
import org.earshot.common.key.ServerNames;
import org.earshot.common.key.TrustedCertificates;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A server that has the right certificate, and does as it likes. Our client fetches a file of 100 bytes, or sends it.
class HostileStoreIT {
    private static final int SIZE = 100;
    private static final String CONTENT = "x".repeat(SIZE);
    private static final String PATH = "/files/" + "0a".repeat(16);

    /// What it does with a request.
    private interface Behaviour {
        void answer(HttpExchange http) throws IOException;
    }

    @TempDir Path folder;
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private HttpsServer server;
    private SSLContext trust;
    private SSLContext identity;
    private StoreClient client;
    private SourceFile source;
    private volatile Behaviour behaviour = http -> http.sendResponseHeaders(500, -1);

    @BeforeEach
    void open() throws IOException {
        CertificateAuthority authority =
                CertificateAuthority.open(
                        KeyRing.open(folder.resolve("keys")),
                        names(),
                        folder.resolve("ca.pem"),
                        InstantSource.system());
        TrustedCertificates trusted = TrustedCertificates.of(List.of(authority.certificate()));
        trust = trusted.context();
        identity = trusted.context(Optional.of(authority.issue(names())));
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(identity));
        server.createContext(
                "/",
                http -> {
                    asked.add(http.getRequestMethod() + " " + http.getRequestURI());
                    try (http) {
                        behaviour.answer(http);
                    }
                });
        server.start();
        client = new StoreClient(trust, new NoSignIn());
        source = SourceFile.examine(Files.writeString(folder.resolve("x"), CONTENT), _ -> {});
    }

    private static ServerNames names() {
        return ServerNames.of("127.0.0.1", List.of(InetAddress.getLoopbackAddress()));
    }

    @AfterEach
    void close() {
        client.close();
        server.stop(0);
    }

    private record NoSignIn() implements StoreSignIn {
        @Override
        public Optional<String> authorization(String method, String path) {
            return Optional.empty();
        }

        @Override
        public boolean challenged(List<String> challenges) {
            return false;
        }
    }

    private URI service() {
        return URI.create("https://127.0.0.1:" + server.getAddress().getPort());
    }

    private URI url() {
        return service().resolve(PATH);
    }

    private Path fetch() throws IOException, InterruptedException {
        return fetch(true);
    }

    private Path fetch(boolean programs) throws IOException, InterruptedException {
        PartialFile partial =
                new PartialFiles(folder.resolve("partial"))
                        .claim(PartialKey.of("bob", source.sha256()), SIZE);
        try {
            return client.fetch(
                    url(),
                    new IncomingFile(
                            folder.resolve("down"),
                            partial,
                            "../../x",
                            SIZE,
                            List.of(source.sha256()),
                            programs),
                    _ -> {});
        } finally {
            partial.release();
        }
    }

    private static Behaviour gives(int status, String body) {
        return http -> {
            http.sendResponseHeaders(status, body.length());
            http.getResponseBody().write(body.getBytes(US_ASCII));
        };
    }

    private void refusedWith(int status, ThrowingCallable what) {
        assertThatThrownBy(what)
                .isInstanceOfSatisfying(
                        StoreRefusedException.class,
                        refused -> assertThat(refused.status()).isEqualTo(status));
        assertThat(folder.resolve("down")).doesNotExist();
    }

    @Test
    void aFileThatIsRightArrivesUnderASafeName() throws Exception {
        behaviour = gives(206, CONTENT);
        Path there = fetch();
        assertThat(there).hasContent(CONTENT).hasParentRaw(folder.resolve("down"));
    }

    @Test
    void noRedirectionIsFollowed() {
        behaviour =
                http -> {
                    http.getResponseHeaders().add("Location", "/elsewhere");
                    http.sendResponseHeaders(302, -1);
                };
        refusedWith(302, this::fetch);
        refusedWith(302, () -> client.look(url()));
        assertThat(asked).containsExactly("GET " + PATH, "HEAD " + PATH);
    }

    @Test
    void aProgramIsNotKeptAndEndsItAtItsFirstBytes() {
        CompletableFuture<Void> seen = new CompletableFuture<>();
        behaviour =
                http -> {
                    http.sendResponseHeaders(206, SIZE);
                    http.getResponseBody().write(("#!" + "x".repeat(70)).getBytes(US_ASCII));
                    http.getResponseBody().flush();
                    seen.join(); // the rest never comes, nor an end that could be faster
                };
        try {
            refusedWith(403, () -> fetch(false));
        } finally {
            seen.complete(null);
        }
        assertThat(folder.resolve("partial")).isEmptyDirectory();
    }

    @Test
    void anotherContentIsNotKept() {
        behaviour = gives(206, "y".repeat(SIZE));
        refusedWith(422, this::fetch);
        assertThat(folder.resolve("partial")).isEmptyDirectory();
    }

    @Test
    void moreThanWasAnnouncedIsNotTaken() {
        behaviour = gives(206, CONTENT + "x");
        refusedWith(422, this::fetch);
    }

    @Test
    void lessThanWasAnnouncedIsABreak() throws Exception {
        behaviour = gives(206, CONTENT.substring(60));
        assertThatThrownBy(this::fetch)
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(StoreRefusedException.class)
                .hasMessageContaining("40");
        behaviour = gives(206, CONTENT.substring(40));
        assertThat(fetch()).hasContent(CONTENT);
    }

    @Test
    void anAnswerWithoutEndIsABreak() {
        behaviour =
                http -> {
                    for (int i = 0; i < 50; i++) {
                        http.getResponseHeaders().add("X-" + i, "x".repeat(100_000));
                    }
                    http.sendResponseHeaders(206, -1);
                };
        assertThatThrownBy(this::fetch).isInstanceOf(IOException.class);
    }

    @Test
    void wordsOfARefusalAreShortAndOneLine() {
        behaviour = gives(403, "no\r\n\u0007" + "x".repeat(100_000));
        assertThatThrownBy(this::fetch)
                .isInstanceOf(StoreRefusedException.class)
                .satisfies(refused ->
                        assertThat(refused.getMessage())
                                .startsWith("no")
                                .hasSizeLessThan(500)
                                .doesNotContainPattern("\\p{Cntrl}"));
    }

    /// The refusal of its last part was lost with the connection; an answer to HEAD has no words.
    @Test
    void wordsThatWereLostAreAskedForAgain() {
        boolean[] refused = {false};
        behaviour =
                http -> {
                    if (http.getRequestMethod().equals("PATCH")) {
                        http.getRequestBody().readAllBytes();
                        refused[0] = true; // and breaks off
                    } else if (refused[0]) {
                        boolean head = http.getRequestMethod().equals("HEAD");
                        byte[] why = "it is a program (ELF)\n".getBytes(US_ASCII);
                        http.sendResponseHeaders(403, head ? -1 : why.length);
                        if (!head) {
                            http.getResponseBody().write(why);
                        }
                    } else {
                        http.getResponseHeaders().add("Upload-Offset", "0");
                        http.sendResponseHeaders(200, -1);
                    }
                };
        assertThatThrownBy(() -> client.send(url(), source, _ -> {}))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(StoreRefusedException.class);
        assertThatThrownBy(() -> client.send(url(), source, _ -> {}))
                .isInstanceOf(StoreRefusedException.class)
                .hasMessage("it is a program (ELF)");
        refusedWith(403, () -> client.look(url()));
    }

    @Test
    void aRefusalWithoutWordsIsStillOne() {
        behaviour =
                http -> {
                    if (http.getRequestMethod().equals("HEAD")) {
                        http.sendResponseHeaders(403, -1);
                    } // else it breaks off
                };
        assertThatThrownBy(() -> client.send(url(), source, _ -> {}))
                .isInstanceOf(StoreRefusedException.class)
                .hasMessage("the server answered 403");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\"x\"", "\"ABCD\"", "W/\"0a\""})
    void aFileWithoutAHashIsNone(String etag) {
        behaviour =
                http -> {
                    if (!etag.isEmpty()) {
                        http.getResponseHeaders().add("ETag", etag);
                    }
                    http.getResponseHeaders().add("Content-Length", "100");
                    http.sendResponseHeaders(200, -1);
                };
        refusedWith(422, () -> client.look(url()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example/files/0",
                "http://127.0.0.1/files/0",
                "//evil/files/0",
                "",
                "::"
            })
    void anUploadGoesToNoOtherPlace(String location) {
        behaviour =
                http -> {
                    http.getResponseHeaders().add("Location", location);
                    http.sendResponseHeaders(201, -1);
                };
        refusedWith(422, () -> client.begin(service(), source, "text/plain", List.of()));
    }

    @Test
    void aServerThatTakesNothingEndsTheUpload() {
        behaviour =
                http -> {
                    http.getRequestBody().readAllBytes();
                    http.getResponseHeaders().add("Upload-Offset", "0");
                    http.sendResponseHeaders(
                            http.getRequestMethod().equals("HEAD") ? 200 : 204, -1);
                };
        assertThatThrownBy(() -> client.send(url(), source, _ -> {}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no more");
        assertThat(asked).hasSize(2);
    }

    /// As one that reads what it has before it asks for more: Java's client, which waited for five seconds, has begun to send then. Here it
    /// is asked a second time, which is the same to it and goes faster.
    @Test
    @Timeout(60)
    void aServerThatAsksLateIsAskedAnew() throws Exception {
        try (LateStore late = LateStore.open(identity, SIZE, LateStore.Manner.ASKS_AGAIN)) {
            assertThatThrownBy(() -> client.send(late.service().resolve(PATH), source, _ -> {}))
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(StoreRefusedException.class)
                    .hasMessageContaining("late");
            client.send(late.service().resolve(PATH), source, _ -> {});
        }
    }

    @Test
    @Timeout(60)
    void wordsThatDoNotComeAreNotWaitedFor() {
        CountDownLatch over = new CountDownLatch(1);
        behaviour =
                http -> {
                    http.sendResponseHeaders(403, SIZE);
                    http.getResponseBody().write("no".getBytes(US_ASCII));
                    http.getResponseBody().flush();
                    await(over);
                };
        // long enough for those that have come, on a busy machine too
        Duration words = Duration.ofSeconds(1);
        try (StoreClient hasty = new StoreClient(trust, new NoSignIn(), words, words)) {
            assertThatThrownBy(() -> hasty.begin(service(), source, "", List.of()))
                    .isInstanceOf(StoreRefusedException.class)
                    .hasMessage("no");
        } finally {
            over.countDown();
        }
    }

    private StoreClient hasty() {
        Duration soon = Duration.ofMillis(200);
        return new StoreClient(trust, new NoSignIn(), soon, soon);
    }

    @Test
    @Timeout(60)
    void anAnswerThatDoesNotComeIsNotNeeded() throws Exception {
        try (LateStore silent = LateStore.open(identity, SIZE, LateStore.Manner.SILENT);
                StoreClient hasty = hasty()) {
            hasty.send(silent.service().resolve(PATH), source, _ -> {});
        }
    }

    @Test
    @Timeout(60)
    void aServerThatIsGoneWithoutAWordIsNoticed() throws Exception {
        try (LateStore gone = LateStore.open(identity, SIZE, LateStore.Manner.GONE);
                StoreClient hasty = hasty()) {
            assertThatThrownBy(() -> hasty.send(gone.service().resolve(PATH), source, _ -> {}))
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(StoreRefusedException.class);
        }
    }

    private static void await(CountDownLatch over) throws IOException {
        try {
            over.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Test
    void whatIsWholeButNotLookedAtIsFinishedWithoutContent() throws Exception {
        behaviour =
                http -> {
                    boolean head = http.getRequestMethod().equals("HEAD");
                    assertThat(http.getRequestBody().readAllBytes()).isEmpty();
                    http.getResponseHeaders().add("Upload-Offset", Integer.toString(SIZE));
                    http.getResponseHeaders().add("Upload-Complete", head ? "?0" : "?1");
                    http.sendResponseHeaders(head ? 200 : 204, -1);
                };
        client.send(url(), source, _ -> {});
        assertThat(asked).containsExactly("HEAD " + PATH, "PATCH " + PATH);
    }

    @Test
    void aStrangersCertificateEndsItBeforeAnythingIsSaid() throws IOException {
        Files.createDirectories(folder.resolve("other"));
        CertificateAuthority other =
                CertificateAuthority.open(
                        KeyRing.open(folder.resolve("other/keys")),
                        names(),
                        folder.resolve("other/ca.pem"),
                        InstantSource.system());
        try (StoreClient trusting =
                new StoreClient(
                        TrustedCertificates.of(List.of(other.certificate())).context(),
                        new NoSignIn())) {
            assertThatThrownBy(() -> trusting.look(url())).isInstanceOf(IOException.class);
        }
        assertThat(asked).isEmpty();
        assertThatThrownBy(() -> client.look(URI.create("http://127.0.0.1:1" + PATH)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("HTTPS alone");
    }
}
