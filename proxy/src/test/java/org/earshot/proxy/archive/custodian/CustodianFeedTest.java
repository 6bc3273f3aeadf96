package org.earshot.proxy.archive.custodian;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.earshot.proxy.archive.AnchorJournal.Anchor;
import org.earshot.proxy.archive.Bytes;
import org.earshot.proxy.archive.FileAnchorJournal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What a custodian gets, whatever breaks on the way.
class CustodianFeedTest {
    private static final UUID CHAIN = new UUID(1, 2);
    private static final Duration PERIOD = Duration.ofSeconds(2);

    @TempDir private Path temp;

    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2026-11-23T10:00:00.123456Z"));
    private final List<String> got = new ArrayList<>();
    private Path folder;
    private FileAnchorJournal journal;
    private CustodianFeed feed;
    private boolean reachable = true;
    private boolean broken;

    @BeforeEach
    void open() throws IOException {
        folder = temp.resolve("anchors");
        journal = new FileAnchorJournal(folder);
        journal.begin(CHAIN);
        feed = feed();
    }

    private CustodianFeed feed() {
        return new CustodianFeed(
                folder, folder.resolve("custodian.sent"), this::link, "example.org", now::get);
    }

    private CustodianLink link() throws IOException {
        if (!reachable) {
            throw new IOException("nobody is there");
        }
        broken = false;
        return new CustodianLink() {
            @Override
            public void send(byte[] frame) throws IOException {
                check();
                got.add(new String(frame, StandardCharsets.US_ASCII));
            }

            @Override
            public void check() throws IOException {
                if (broken) {
                    throw new IOException("the connection broke");
                }
            }

            @Override
            public void close() {}
        };
    }

    private static Bytes hash(int number) {
        byte[] hash = new byte[32];
        hash[0] = (byte) number;
        return Bytes.of(hash);
    }

    private void head(int number) throws IOException {
        journal.head(CHAIN, new Anchor(number, hash(number), 1000 + number));
    }

    private void run(Duration time) {
        now.updateAndGet(at -> at.plus(time));
        feed.run();
    }

    private List<String> lines() {
        List<String> lines =
                got.stream()
                        .flatMap(frame -> AnchorLine.in(frame).stream())
                        .map(line ->
                                line.toString().split(" ", 3)[2].replaceAll(" [0-9a-f]{64}.*", ""))
                        .toList();
        got.clear();
        return lines;
    }

    @Test
    void eachCheckpointAndTheLatestHead() throws IOException {
        head(1);
        head(2);
        journal.checkpoint(CHAIN, 0, hash(7));
        run(PERIOD);
        String message =
                "<110>1 2026-11-23T10:00:02.123456Z example.org earshot - anchor - earshot-anchor "
                        + CHAIN
                        + " begin";
        assertThat(got.getFirst()).isEqualTo(message.length() + " " + message);
        assertThat(lines()).containsExactly("begin", "checkpoint 0", "head 2");
        run(PERIOD);
        assertThat(lines()).isEmpty();
        head(3);
        journal.checkpoint(CHAIN, 1, hash(8));
        journal.checkpoint(CHAIN, 2, hash(9));
        run(PERIOD);
        assertThat(lines()).containsExactly("checkpoint 1", "checkpoint 2", "head 3");
        assertThat(feed.warning()).isEmpty();
    }

    @Test
    void whatWasSentOnAConnectionThatBrokeIsSentAgain() throws IOException {
        head(1);
        journal.checkpoint(CHAIN, 0, hash(7));
        run(PERIOD);
        assertThat(lines()).hasSize(3);
        run(CustodianFeed.SETTLED);
        journal.checkpoint(CHAIN, 1, hash(8));
        run(PERIOD);
        assertThat(lines()).containsExactly("checkpoint 1");
        broken = true;
        run(PERIOD);
        run(PERIOD);
        assertThat(lines()).as("the rest had arrived").containsExactly("checkpoint 1");
    }

    @Test
    void aRestartSkipsNothing() throws IOException {
        head(1);
        run(PERIOD);
        run(CustodianFeed.SETTLED);
        head(2);
        run(PERIOD);
        lines();
        feed.close();
        feed = feed();
        run(PERIOD);
        assertThat(lines()).containsExactly("head 2");
        run(CustodianFeed.SETTLED);
        feed.close();
        Files.writeString(folder.resolve("custodian.sent"), "nonsense\n" + CHAIN + " 1 x y\n");
        feed = feed();
        run(PERIOD);
        assertThat(lines()).containsExactly("begin", "head 2");
    }

    @Test
    void whoIsBehindIsWarnedOfUntilAllHasArrived() throws IOException {
        reachable = false;
        head(1);
        run(PERIOD);
        assertThat(feed.warning()).isEmpty();
        run(CustodianFeed.BEHIND.plus(PERIOD));
        assertThat(feed.warning())
                .hasValueSatisfying(text ->
                        assertThat(text).contains("since 2026-11-23T10:00:02", "nobody is there"));
        reachable = true;
        run(PERIOD);
        assertThat(lines()).containsExactly("begin", "head 1");
        assertThat(feed.warning()).isEmpty();
        run(CustodianFeed.SETTLED);
        assertThat(feed.warning()).isEmpty();
    }

    @Test
    void connectionsThatDoNotLastAreWarnedOf() throws IOException {
        head(1);
        run(PERIOD);
        for (int minutes = 0; minutes < 30; minutes += 10) {
            broken = true;
            run(PERIOD);
            run(Duration.ofMinutes(10));
        }
        assertThat(feed.warning())
                .hasValueSatisfying(
                        text -> assertThat(text).contains("lasts", "since 2026-11-23T10:00:02"));
    }

    /// A host without power answers nothing, and the kernel goes on trying for a quarter of an hour.
    @Test
    void whatWentToAHostThatHasGoneIsSentAgain() throws IOException {
        head(1);
        run(PERIOD);
        head(2);
        run(Duration.ofMinutes(8));
        run(Duration.ofMinutes(8));
        lines();
        broken = true;
        run(PERIOD);
        run(PERIOD);
        assertThat(lines()).containsExactly("begin", "head 2");
        feed.close();
        feed = feed();
        run(PERIOD);
        assertThat(lines()).as("after a restart too").containsExactly("begin", "head 2");
    }

    @Test
    @Timeout(20)
    void nobodyWaitsForACustodianThatStopsReading() throws Exception {
        CountDownLatch stuck = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        CustodianLink link =
                new CustodianLink() {
                    @Override
                    public void send(byte[] frame) throws IOException {
                        stuck.countDown();
                        try {
                            ended.await();
                        } catch (InterruptedException e) {
                            throw new IOException(e);
                        }
                        throw new IOException("closed");
                    }

                    @Override
                    public void check() {}

                    @Override
                    public void close() {
                        ended.countDown();
                    }
                };
        feed = new CustodianFeed(folder, folder.resolve("sent"), () -> link, "x", now::get);
        head(1);
        Thread runs = Thread.ofVirtual().start(feed::run);
        stuck.await();
        assertThat(feed.warning()).isEmpty();
        feed.close();
        runs.join();
    }

    @Test
    void withoutAJournalThereIsNothingToSend() {
        feed =
                new CustodianFeed(
                        temp.resolve("none"), temp.resolve("sent"), this::link, "x", now::get);
        run(PERIOD);
        assertThat(got).isEmpty();
        assertThat(feed.warning()).isEqualTo(Optional.empty());
    }
}
