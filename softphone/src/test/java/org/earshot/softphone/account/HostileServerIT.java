package org.earshot.softphone.account;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.earshot.common.key.CertificateAuthority;
import org.earshot.common.key.KeyRing;
import org.earshot.common.key.ServerNames;
import org.earshot.common.key.TrustedCertificates;
import org.earshot.common.service.AccountLink;
import org.earshot.softphone.file.StoreSignIn;
import org.earshot.softphone.ua.Account;
import org.earshot.softphone.ua.AccountFailure;
import org.earshot.softphone.ua.AccountFailure.Trouble;
import org.earshot.softphone.ua.AccountGateway;
import org.earshot.softphone.ua.AccountService;
import org.earshot.softphone.ua.Enrolment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A server that has the right certificate, and says what it likes.
@Timeout(60)
class HostileServerIT {
    /// What it does with a request.
    private interface Behaviour {
        void answer(HttpExchange http) throws IOException;
    }

    @TempDir private Path folder;
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private HttpsServer server;
    private CertificateAuthority authority;
    private HttpsAccounts accounts;
    private HttpsEnrolment enrolment;
    private AccountGateway.Own own;
    private volatile Behaviour behaviour = gives(500, "text/plain", "");

    @BeforeEach
    void open() throws IOException {
        authority =
                CertificateAuthority.open(
                        KeyRing.open(folder.resolve("keys")),
                        names(),
                        folder.resolve("ca.pem"),
                        InstantSource.system());
        TrustedCertificates trusted = TrustedCertificates.of(List.of(authority.certificate()));
        SSLContext identity = trusted.context(Optional.of(authority.issue(names())));
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(identity));
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext(
                "/",
                http -> {
                    asked.add(http.getRequestMethod() + " " + http.getRequestURI());
                    try (http) {
                        http.getRequestBody().readAllBytes();
                        behaviour.answer(http);
                    }
                });
        server.start();
        own =
                new AccountGateway.Own(
                        Account.of("alice@127.0.0.1", "secret", "", "tls"),
                        service(),
                        "urn:uuid:0-alice");
        accounts =
                new HttpsAccounts(
                        trusted.context(),
                        _ -> new Counted(),
                        folder.resolve("pictures"),
                        Executors.newVirtualThreadPerTaskExecutor());
        enrolment =
                new HttpsEnrolment(
                        folder.resolve("trusted"),
                        _ -> new Counted(),
                        Executors.newVirtualThreadPerTaskExecutor());
    }

    private static ServerNames names() {
        return ServerNames.of("127.0.0.1", List.of(InetAddress.getLoopbackAddress()));
    }

    @AfterEach
    void close() {
        accounts.close();
        server.stop(0);
    }

    /// Answers whatever it is asked.
    private static final class Counted implements StoreSignIn {
        @Override
        public Optional<String> authorization(String method, String path) {
            return Optional.empty();
        }

        @Override
        public boolean challenged(List<String> challenges) {
            return true;
        }
    }

    private URI service() {
        return URI.create("https://127.0.0.1:" + server.getAddress().getPort());
    }

    private static Behaviour gives(int status, String type, String body) {
        byte[] bytes = body.getBytes(UTF_8);
        return http -> {
            http.getResponseHeaders().add("Content-Type", type);
            http.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            http.getResponseBody().write(bytes);
        };
    }

    private static AccountFailure failure(CompletionStage<?> stage) {
        try {
            Object answer = stage.toCompletableFuture().join();
            throw new AssertionError("it did not fail: " + answer);
        } catch (CompletionException e) {
            return (AccountFailure) e.getCause();
        }
    }

    private Stream<CompletionStage<?>> everything() {
        return Stream.of(
                accounts.groups().mine(own),
                accounts.groups().members(own, "team"),
                accounts.groups().make(own, "Team", List.of("bob")),
                accounts.profile(own),
                accounts.devices(own),
                accounts.addDevice(own, "desk"),
                accounts.picture(own, "bob"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "7",
                "null",
                "{\"registered\":[{}],\"passwords\":7}",
                "{\"registered\":[{\"id\":1}]}",
                "{\"address\":{}}",
                "{\"registered\":[{\"id\":\"1\",\"userAgent\":\"\",\"transport\":\"\",\"seenAt\":\"yesterday\",\"expiresAt\":\"\"}]}",
                "<html>",
                "\u0000\u00ff"
            })
    void whatIsNoAnswerIsOneTrouble(String body) {
        behaviour = gives(200, "application/json", body);
        everything()
                .forEach(stage -> {
                    try {
                        stage.toCompletableFuture().join();
                    } catch (CompletionException e) {
                        assertThat(((AccountFailure) e.getCause()).trouble())
                                .isEqualTo(Trouble.BROKEN);
                    }
                });
        assertThat(failure(accounts.profile(own)).trouble()).isEqualTo(Trouble.BROKEN);
    }

    @Test
    void noiseIsOneTrouble() {
        Random random = new Random(3);
        for (int i = 0; i < 200; i++) {
            byte[] noise = new byte[random.nextInt(200)];
            random.nextBytes(noise);
            behaviour = gives(200, "application/json", new String(noise, US_ASCII));
            assertThat(failure(accounts.profile(own)).trouble()).isEqualTo(Trouble.BROKEN);
        }
    }

    @Test
    void anAnswerWithoutEndIsNotTakenIn() {
        behaviour =
                http -> {
                    http.sendResponseHeaders(200, 0);
                    byte[] block = new byte[1 << 16];
                    for (int i = 0; i < 10_000; i++) {
                        http.getResponseBody().write(block);
                    }
                };
        everything()
                .forEach(stage -> assertThat(failure(stage).trouble()).isEqualTo(Trouble.PASSING));
    }

    @Test
    void noRedirectionIsFollowed() {
        behaviour =
                http -> {
                    http.getResponseHeaders().add("Location", "/elsewhere");
                    http.sendResponseHeaders(302, -1);
                };
        assertThat(failure(accounts.rename(own, "Alice")).trouble()).isEqualTo(Trouble.BROKEN);
        assertThat(asked).containsExactly("PUT /account/display-name");
    }

    @Test
    void whoeverIsChallengedForEverGivesUp() {
        behaviour = gives(401, "text/plain", "");
        assertThat(failure(accounts.profile(own)).trouble()).isEqualTo(Trouble.WRONG_PASSWORD);
        assertThat(asked).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "403, NOT_ALLOWED",
        "404, GONE",
        "409, NOT_ACCEPTED",
        "413, NOT_ACCEPTED",
        "422, NOT_ACCEPTED",
        "429, PASSING",
        "503, PASSING",
        "500, BROKEN"
    })
    void theServersWordsAreShownAsFarAsTheyArePlain(int status, Trouble trouble) {
        behaviour = gives(status, "text/plain; charset=utf-8", "too \u202Esmall\u0007\n");
        AccountFailure failure = failure(accounts.setPicture(own, new byte[5]));
        assertThat(failure.trouble()).isEqualTo(trouble);
        assertThat(failure.getMessage()).isEqualTo("too  small");
        behaviour = gives(status, "text/html", "<h1>oops</h1>");
        assertThat(failure(accounts.setPicture(own, new byte[5])).getMessage())
                .isEqualTo("the server answered " + status);
        behaviour = gives(status, "text/plain", "x".repeat(100_000));
        assertThat(failure(accounts.setPicture(own, new byte[5])).getMessage()).hasSize(300);
    }

    @Test
    void namesAreNoPaths() {
        behaviour = gives(404, "text/plain", "no");
        assertThat(accounts.picture(own, "../../x?y#z").toCompletableFuture().join()).isEmpty();
        assertThat(failure(accounts.endDevice(own, "../../x")).trouble()).isEqualTo(Trouble.GONE);
        failure(accounts.removeDevice(own, "a&b=c"));
        assertThat(asked)
                .containsExactly(
                        "GET /directory/..%2F..%2Fx%3Fy%23z/picture",
                        "DELETE /account/devices/..%2F..%2Fx",
                        "DELETE /account/device-passwords?label=a%26b%3Dc");
    }

    private static String content(Optional<AccountService.Picture> picture) {
        return picture.map(of -> new String(of.content(), UTF_8)).orElse("none");
    }

    @Test
    void aPictureIsAskedForAgainOnlyAsFarAsItHasChanged() {
        List<String> conditions = new CopyOnWriteArrayList<>();
        behaviour =
                http -> {
                    http.getResponseHeaders().add("ETag", "\"e1\"");
                    gives(200, "image/png", "pixels").answer(http);
                };
        assertThat(content(accounts.picture(own, "bob").toCompletableFuture().join()))
                .isEqualTo("pixels");
        behaviour =
                http -> {
                    conditions.add(http.getRequestHeaders().getFirst("If-None-Match"));
                    http.sendResponseHeaders(304, -1);
                };
        assertThat(content(accounts.picture(own, "bob").toCompletableFuture().join()))
                .isEqualTo("pixels");
        assertThat(conditions).containsExactly("\"e1\"");
        behaviour = gives(503, "text/plain", "not now");
        assertThat(content(accounts.picture(own, "bob").toCompletableFuture().join()))
                .isEqualTo("pixels");
        behaviour = gives(200, "text/html", "<script>");
        assertThat(failure(accounts.picture(own, "bob")).trouble()).isEqualTo(Trouble.BROKEN);
        behaviour = gives(404, "text/plain", "none");
        assertThat(content(accounts.picture(own, "bob").toCompletableFuture().join()))
                .isEqualTo("none");
        behaviour = http -> http.sendResponseHeaders(304, -1); // of what we do not have
        assertThat(failure(accounts.picture(own, "bob")).trouble()).isEqualTo(Trouble.BROKEN);
    }

    private AccountLink link(String domain, Optional<String> key) {
        return new AccountLink(
                AccountLink.Kind.INVITE,
                domain,
                service(),
                "3q2-7wAAAAAAAAAAAAAAAA",
                key,
                Optional.empty());
    }

    @Test
    void theServerOfALinkHasToShowTheKeyThatTheLinkNames() throws IOException {
        behaviour =
                gives(
                        200,
                        "application/json",
                        "{\"domain\":\"127.0.0.1\",\"signUp\":\"invitation\",\"sipTlsPort\":5061}");
        Enrolment.Server right =
                enrolment
                        .look(link("127.0.0.1", Optional.of(authority.keyFingerprint())))
                        .toCompletableFuture()
                        .join();
        assertThat(right.sip()).isEqualTo("127.0.0.1:5061");
        assertThat(right.signUp()).isEqualTo(Enrolment.SignUp.INVITATION);
        assertThat(Files.readString(right.authority().orElseThrow()))
                .isEqualTo(Files.readString(folder.resolve("ca.pem")));
        asked.clear();
        assertThat(
                        failure(enrolment.look(link("127.0.0.1", Optional.of("0".repeat(64)))))
                                .trouble())
                .isEqualTo(Trouble.NOT_TRUSTED);
        assertThat(failure(enrolment.look(link("127.0.0.1", Optional.empty()))).trouble())
                .isEqualTo(Trouble.NOT_TRUSTED); // not one that the system trusts
        assertThat(asked).isEmpty();
        assertThat(
                        failure(
                                        enrolment.look(
                                                link(
                                                        "example.org",
                                                        Optional.of(authority.keyFingerprint()))))
                                .getMessage())
                .contains("127.0.0.1", "example.org");
    }

    @Test
    void aNameThatCantBeHadIsFoundOutByLoggingIn() {
        Path ca = folder.resolve("ca.pem");
        Enrolment.Server found =
                new Enrolment.Server(
                        "127.0.0.1",
                        service(),
                        "127.0.0.1:5061",
                        Enrolment.SignUp.OPEN,
                        Optional.of(ca));
        Enrolment.Wish wish = new Enrolment.Wish("Bob", "Bob", "secret", Optional.empty());
        behaviour =
                http -> {
                    boolean signUp = http.getRequestURI().getPath().equals("/sign-up");
                    long tried = asked.stream().filter(one -> one.endsWith("/account")).count();
                    gives(signUp ? 202 : tried > 4 ? 200 : 401, "application/json", "{}")
                            .answer(http);
                };
        Account account =
                enrolment.signUp(found, Optional.empty(), wish).toCompletableFuture().join();
        assertThat(account.address().toString()).isEqualTo("sip:bob@127.0.0.1");
        behaviour =
                http ->
                        gives(
                                        http.getRequestURI().getPath().equals("/sign-up")
                                                ? 202
                                                : 401,
                                        "application/json",
                                        "{}")
                                .answer(http);
        AccountFailure failure = failure(enrolment.signUp(found, Optional.empty(), wish));
        assertThat(failure.trouble()).isEqualTo(Trouble.WRONG_PASSWORD);
        assertThat(failure.getMessage()).contains("can't be had");
    }

    @Test
    void aServerThatIsNotThereIsSaidToBe() {
        server.stop(0);
        assertThat(failure(accounts.profile(own)).trouble()).isEqualTo(Trouble.PASSING);
        assertThat(failure(enrolment.look("no server", Optional.empty())).trouble())
                .isEqualTo(Trouble.NOT_ACCEPTED);
        assertThat(failure(enrolment.look("example.org/path", Optional.empty())).trouble())
                .isEqualTo(Trouble.NOT_ACCEPTED);
    }
}
