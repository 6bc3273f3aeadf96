package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.earshot.common.relay.RelayCredential;
import org.earshot.common.relay.RelayHeader;
import org.earshot.common.relay.RelaySecret;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The credentials that our server gives to phones, and coturn, which knows nothing of the server but a secret.
@Tag("realtime")
class RelayCredentialsIT {
    /// Whatever may stand in one.
    private static final String SECRET = "!#$%&'()*+,-./:;<=>?@[\\]^_`{|}~aZ09";

    private static final String WANTS = "\r\nEarshot-Wants: relay";

    private Lab lab;

    @BeforeEach
    void open() {
        lab = Lab.of("coturn");
    }

    @AfterEach
    void close() {
        lab.close();
    }

    private static List<String> relayLines(String answer) {
        return answer.lines().filter(line -> line.startsWith("Earshot-Relay: ")).toList();
    }

    private static RelayCredential credential(String account, Duration life) {
        return credential(SECRET, account, life);
    }

    private static RelayCredential credential(String secret, String account, Duration life) {
        return RelaySecret.of(secret).credential(account, Instant.now().plus(life));
    }

    /// coturn's client waits some seconds for what might still come.
    private static List<SampleCoturn.Use> atOnce(
            Callable<SampleCoturn.Use> one, Callable<SampleCoturn.Use> other) throws Exception {
        List<SampleCoturn.Use> done = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<SampleCoturn.Use> use : threads.invokeAll(List.of(one, other))) {
                done.add(use.get());
            }
        }
        return done;
    }

    @Test
    void whatARegisteredPhoneIsToldLetsItIn() throws Exception {
        SampleCoturn coturn = SampleCoturn.start(lab, SECRET, true);
        Path secret = lab.write("relay.secret", SECRET + "\n");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
        EarshotServer server =
                EarshotServer.start(
                                lab,
                                "relay.uris=" + coturn.uri() + ",stun:127.0.0.1",
                                "relay.secretFile=" + secret)
                        .withUser("alice", "pwalice");
        String answer =
                BarePhone.tls(lab, "alice", "pwalice", server.address("tls"), server.ca())
                        .register(WANTS);
        assertThat(relayLines(answer)).hasSize(2);
        RelayCredential told =
                RelayHeader.parse(
                                relayLines(answer).getFirst().substring("Earshot-Relay:".length()),
                                Instant.now())
                        .credential()
                        .orElseThrow();

        List<SampleCoturn.Use> uses =
                atOnce(() -> coturn.use(told), () -> coturn.useEncrypted(told));
        assertThat(uses).allSatisfy(use -> assertThat(use.status()).as(use.output()).isZero());
        assertThat(uses.getFirst().output()).contains("tot_recv_msgs=2");
        // the administrator sees who that was
        assertThat(told.username()).endsWith(":alice@127.0.0.1");
        assertThat(coturn.log())
                .contains(
                        "user <"
                                + told.username()
                                + ">: incoming packet ALLOCATE processed, success");

        // who can be overheard, or does not ask, gets none
        String overUdp =
                BarePhone.udp(lab, "alice", "pwalice", server.address("udp")).register(WANTS);
        assertThat(relayLines(overUdp)).containsExactly("Earshot-Relay: <stun:127.0.0.1:3478>");
        assertThat(
                        BarePhone.tls(lab, "alice", "pwalice", server.address("tls"), server.ca())
                                .register())
                .startsWith("SIP/2.0 200")
                .doesNotContain("Earshot-Relay");
        // and the server's own log has none of it
        assertThat(Files.readString(lab.file("server.log")))
                .doesNotContain(told.password())
                .doesNotContain(SECRET);
        assertThat(server.admin("status", "--json"))
                .contains(coturn.uri())
                .doesNotContain(SECRET.substring(0, 4));
    }

    @Test
    void whatIsOverOrForgedDoesNot() throws Exception {
        SampleCoturn coturn = SampleCoturn.start(lab, SECRET, true);
        RelayCredential good = credential("alice@example.org", Duration.ofMinutes(10));
        assertThat(coturn.use(good).status()).isZero();
        RelayCredential over = credential("alice@example.org", Duration.ofSeconds(-2));
        assertThat(coturn.use(over).status()).isNotZero();
        RelayCredential longer =
                new RelayCredential(
                        credential("alice@example.org", Duration.ofDays(10)).username(),
                        good.password(),
                        good.expiresAt());
        assertThat(coturn.use(longer).status()).isNotZero();
        RelayCredential other =
                new RelayCredential(
                        good.username().replace("alice", "bob"), good.password(), good.expiresAt());
        assertThat(coturn.use(other).status()).isNotZero();
    }

    /// As the administrator's guide says of a change.
    @Test
    void whileTheSecretChangesTheOldOneHoldsToo() throws Exception {
        String next = "0123456789abcdef0123456789abcdef";
        SampleCoturn coturn = SampleCoturn.start(lab, SECRET, true, "static-auth-secret=" + next);
        Duration life = Duration.ofMinutes(10);
        assertThat(
                        atOnce(
                                () -> coturn.use(credential(SECRET, "alice@example.org", life)),
                                () -> coturn.use(credential(next, "alice@example.org", life))))
                .allSatisfy(use -> assertThat(use.status()).as(use.output()).isZero());
    }

    @Test
    void whoHasOneReachesNothingWithin() throws Exception {
        SampleCoturn coturn = SampleCoturn.start(lab, SECRET, false);
        RelayCredential good = credential("alice@example.org", Duration.ofMinutes(10));
        for (String within :
                List.of(
                        "127.0.0.1",
                        "0.0.0.0",
                        "10.1.2.3",
                        "100.64.0.1",
                        "169.254.169.254",
                        "172.31.255.255",
                        "192.168.0.1")) {
            SampleCoturn.Use use = coturn.sendTo(good, within);
            assertThat(use.output()).as(within).contains("403 (Forbidden IP)");
        }
        // it was not the credential
        assertThat(coturn.log()).contains("ALLOCATE processed, success");
    }
}
