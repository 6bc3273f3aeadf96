package org.earshot.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.function.LongConsumer;
import org.earshot.common.key.TrustedCertificates;
import org.earshot.softphone.app.DigestSignIn;
import org.earshot.softphone.file.IncomingFile;
import org.earshot.softphone.file.PartialFile;
import org.earshot.softphone.file.PartialFiles;
import org.earshot.softphone.file.PartialKey;
import org.earshot.softphone.file.SourceFile;
import org.earshot.softphone.file.StoreClient;
import org.earshot.softphone.file.StoreRefusedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Our phone's half of the file store, and our server's.
class StoreClientIT {
    private static final int SIZE = 5_000_001;

    private Lab lab;
    private EarshotServer server;
    private SourceFile source;

    @BeforeEach
    void open() throws IOException {
        lab = Lab.of("store");
        server =
                EarshotServer.start(lab, "https.listen=127.0.0.1:0")
                        .withUser("alice", "pwalice")
                        .withUser("bob", "pwbob")
                        .withUser("carol", "pwcarol");
        byte[] content = new byte[SIZE];
        new Random(1).nextBytes(content);
        source =
                SourceFile.examine(
                        Files.write(lab.file("plan of the house.dat"), content), _ -> {});
    }

    @AfterEach
    void close() {
        lab.close();
    }

    private StoreClient client(String name, String password) {
        return lab.closing(
                new StoreClient(
                        TrustedCertificates.fromPem(server.ca()).context(),
                        new DigestSignIn(name, "127.0.0.1", password)));
    }

    private URI service() {
        return URI.create("https://" + server.address("https"));
    }

    private PartialFile partial() throws IOException {
        return new PartialFiles(lab.file("partial"))
                .claim(PartialKey.of("alice", source.sha256()), source.size());
    }

    private IncomingFile incoming(PartialFile partial) {
        return new IncomingFile(
                lab.file("down"), partial, "plan.dat", source.size(), List.of(source.sha256()));
    }

    @Test
    void aFileGoesUpAndIsFetchedByThoseAloneForWhomItIs() throws Exception {
        StoreClient alice = client("alice", "pwalice");
        URI url = alice.begin(service(), source, "application/pdf", List.of("sip:bob@127.0.0.1"));
        alice.send(url, source, _ -> {});

        Path there = client("bob", "pwbob").fetch(url, incoming(partial()), _ -> {});
        assertThat(there).hasSameBinaryContentAs(source.path());
        assertThatThrownBy(
                        () -> client("carol", "pwcarol").fetch(url, incoming(partial()), _ -> {}))
                .isInstanceOfSatisfying(
                        StoreRefusedException.class,
                        refused -> assertThat(refused.status()).isEqualTo(404));
        assertThatThrownBy(() -> client("bob", "wrong").fetch(url, incoming(partial()), _ -> {}))
                .isInstanceOfSatisfying(
                        StoreRefusedException.class,
                        refused -> assertThat(refused.status()).isEqualTo(401));
    }

    @Test
    void bothWaysGoOnWhereTheyBrokeOff() throws Exception {
        StoreClient alice = client("alice", "pwalice");
        URI url = alice.begin(service(), source, "", List.of("sip:bob@127.0.0.1"));
        assertThatThrownBy(() -> alice.send(url, source, breakingAt(SIZE / 2)))
                .isInstanceOf(IOException.class);
        long[] from = {Long.MAX_VALUE};
        untilThrough(() -> alice.send(url, source, bytes -> from[0] = Math.min(from[0], bytes)));
        assertThat(from[0]).isBetween(1L, SIZE / 2L + (1 << 20));

        PartialFile first = partial();
        StoreClient bob = client("bob", "pwbob");
        assertThatThrownBy(() -> bob.fetch(url, incoming(first), breakingAt(SIZE / 2)))
                .isInstanceOf(IllegalStateException.class);
        first.release();
        PartialFile second = partial();
        assertThat(second.have()).isBetween(SIZE / 2L, SIZE - 1L);
        assertThat(bob.fetch(url, incoming(second), _ -> {})).hasSameBinaryContentAs(source.path());
    }

    private interface Try {
        void run() throws IOException, InterruptedException;
    }

    /// As a phone does that is not content with a failure: the server may not have seen yet that the connection broke, and closes it
    /// while the next try is already on its way.
    private static void untilThrough(Try sending) throws IOException, InterruptedException {
        for (int i = 1; true; i++) {
            try {
                sending.run();
                return;
            } catch (IOException e) {
                boolean passing = !(e instanceof StoreRefusedException r) || r.isPassing();
                if (i == 1_000 || !passing) {
                    throw e;
                }
            }
        }
    }

    private static LongConsumer breakingAt(long bytes) {
        return at -> {
            if (at >= bytes) {
                throw new IllegalStateException("for a test");
            }
        };
    }

    @Test
    void programsAreRefusedInWords() throws Exception {
        SourceFile program =
                SourceFile.examine(Files.writeString(lab.file("x.exe"), "MZ"), _ -> {});
        assertThatThrownBy(
                        () -> client("alice", "pwalice").begin(service(), program, "", List.of()))
                .isInstanceOf(StoreRefusedException.class)
                .hasMessageContaining(".exe");
    }
}
