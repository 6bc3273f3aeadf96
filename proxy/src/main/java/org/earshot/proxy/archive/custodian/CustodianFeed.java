package org.earshot.proxy.archive.custodian;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.earshot.common.key.KeyRingException;
import org.earshot.common.text.ShownTime;
import org.earshot.proxy.archive.AnchorJournal.Anchor;
import org.earshot.proxy.archive.AnchorJournal.ChainAnchors;
import org.earshot.proxy.archive.FileAnchorJournal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends a custodian what the anchor journal gets: each checkpoint, and of the heads in between the latest, since it covers
/// the others. Syslog confirms nothing, so what was sent counts as arrived when its connection has lasted [#SETTLED] longer; whatever
/// else was sent on a connection that broke is sent again on the next one, also after a restart. Nothing waits for it.
///
/// Thread-safe; [#run] is called again and again, by one thread at a time. Only it waits for the custodian.
public final class CustodianFeed implements AutoCloseable {
    /// So long a connection must last before what went over it counts as arrived. The other host may be gone all that time:
    /// Linux tries for about 15 minutes to send again before it says so.
    static final Duration SETTLED = Duration.ofMinutes(20);

    /// Trouble that lasts longer is warned of, and so are connections that do not last: what waits this much longer than it takes.
    static final Duration BEHIND = Duration.ofMinutes(5);

    private static final Logger log = LoggerFactory.getLogger(CustodianFeed.class);

    private final Path anchors;
    private final Path file;
    private final CustodianLink.Opening opening;
    private final String host;
    private final InstantSource clock;

    private final Map<Path, String> seen = new HashMap<>();
    private final Deque<Sent> unsettled = new ArrayDeque<>();
    private volatile Optional<CustodianLink> link = Optional.empty();
    private FeedPosition settled;
    private FeedPosition sent;
    private volatile Optional<Instant> waitingSince = Optional.empty();
    private volatile Optional<Trouble> trouble = Optional.empty();
    private volatile boolean closed;

    /// What had been sent at a time.
    private record Sent(FeedPosition position, Instant at) {}

    /// What is wrong, since when.
    private record Trouble(String text, Instant since) {}

    /// @param anchors the folder of the journal
    /// @param file where it stands how far it is; made when there is something to say
    /// @param host how this server calls itself
    CustodianFeed(
            Path anchors,
            Path file,
            CustodianLink.Opening opening,
            String host,
            InstantSource clock) {
        this.anchors = anchors;
        this.file = file;
        this.opening = opening;
        this.host = host;
        this.clock = clock;
        this.settled = saved(file);
        this.sent = settled;
    }

    /// One that speaks syslog over TLS.
    ///
    /// @param tls makes whose certificates the other side may have, and what we show to it; asked for each connection
    public static CustodianFeed syslog(
            Path anchors,
            Path file,
            String peer,
            int port,
            Supplier<SSLContext> tls,
            String host,
            InstantSource clock) {
        return new CustodianFeed(
                anchors, file, () -> SyslogOverTls.open(peer, port, context(tls)), host, clock);
    }

    private static SSLContext context(Supplier<SSLContext> tls) throws IOException {
        try {
            return tls.get();
        } catch (KeyRingException e) { // a file that is written anew just now, say
            throw new IOException(e.getMessage(), e);
        }
    }

    /// Sends what there is to send. May block.
    public synchronized void run() {
        if (closed) {
            return;
        }
        try {
            Optional<CustodianLink> before = link; // it may be closed at any time
            if (before.isPresent()) {
                before.get().check();
                settle();
            }
            send(news());
            if (trouble.isPresent()) {
                log.info("the custodian gets anchors again");
            }
            trouble = Optional.empty();
        } catch (IOException | UncheckedIOException e) {
            if (!closed) {
                note(e.toString());
            }
            startOver();
        }
    }

    private void note(String text) {
        if (!trouble.map(Trouble::text).equals(Optional.of(text))) {
            log.warn("the custodian does not get the archive's anchors: {}", text);
        }
        trouble =
                Optional.of(
                        new Trouble(text, trouble.map(Trouble::since).orElseGet(clock::instant)));
    }

    /// What an administrator must know; empty where all is well. Does not wait.
    public Optional<String> warning() {
        return trouble.filter(now -> isOlder(now.since(), BEHIND))
                .map(now ->
                        "the custodian has nothing since "
                                + ShownTime.of(now.since())
                                + ": "
                                + now.text())
                .or(() ->
                        waitingSince
                                .filter(since -> isOlder(since, SETTLED.plus(BEHIND)))
                                .map(since ->
                                        "no connection to the custodian lasts: it may not have what came since "
                                                + ShownTime.of(since)));
    }

    private boolean isOlder(Instant since, Duration limit) {
        return Duration.between(since, clock.instant()).compareTo(limit) > 0;
    }

    /// Does not wait for what is being sent: that fails.
    @Override
    public void close() {
        closed = true;
        disconnect();
    }

    private void send(List<AnchorLine> lines) throws IOException {
        if (lines.isEmpty()) {
            return;
        }
        if (waitingSince.isEmpty()) {
            waitingSince = Optional.of(clock.instant());
        }
        if (link.isEmpty()) {
            link = Optional.of(opening.open());
            if (closed) { // in the meantime
                throw new IOException("the server ends");
            }
        }
        CustodianLink now = link.orElseThrow(() -> new IOException("the server ends"));
        for (AnchorLine line : lines) {
            now.send(SyslogMessage.frame(host, clock.instant(), line.toString()));
            sent = sent.with(line);
        }
        unsettled.add(new Sent(sent, clock.instant()));
    }

    /// What was sent long enough ago has arrived.
    private void settle() throws IOException {
        Instant limit = clock.instant().minus(SETTLED);
        boolean moved = false;
        while (!unsettled.isEmpty() && !unsettled.getFirst().at().isAfter(limit)) {
            settled = unsettled.removeFirst().position();
            moved = true;
        }
        if (moved) {
            save();
            waitingSince =
                    unsettled.isEmpty() ? Optional.empty() : Optional.of(unsettled.getFirst().at());
        }
    }

    private void startOver() {
        disconnect();
        unsettled.clear();
        seen.clear();
        sent = settled;
    }

    private void disconnect() {
        Optional<CustodianLink> last = link;
        link = Optional.empty();
        try {
            if (last.isPresent()) {
                last.get().close();
            }
        } catch (IOException e) {
            log.debug("the connection to the custodian was not closed", e);
        }
    }

    /// What the journal has and was not sent. Files that have not changed are not read again.
    private List<AnchorLine> news() throws IOException {
        List<AnchorLine> lines = new ArrayList<>();
        try (Stream<Path> files = Files.list(anchors)) {
            for (Path chain : files.sorted().toList()) {
                if (!chain.toString().endsWith(".anchors")) {
                    continue;
                }
                String state = Files.size(chain) + " " + Files.getLastModifiedTime(chain);
                if (!state.equals(seen.get(chain))) {
                    lines.addAll(news(FileAnchorJournal.readFile(chain)));
                    seen.put(chain, state);
                }
            }
        } catch (NoSuchFileException e) {
            log.debug("there is no anchor journal yet, or it is written anew", e);
            seen.clear();
        }
        return lines;
    }

    private List<AnchorLine> news(ChainAnchors chain) {
        FeedPosition.Reached reached = sent.of(chain.chain());
        List<AnchorLine> lines = new ArrayList<>();
        if (chain.begun() && !reached.begun()) {
            lines.add(new AnchorLine(chain.chain(), new AnchorLine.Kind.Begin()));
        }
        new TreeMap<>(chain.checkpoints())
                .tailMap(reached.checkpoint(), false)
                .forEach((sequence, hash) ->
                        lines.add(
                                new AnchorLine(
                                        chain.chain(), new AnchorLine.Kind.Mark(sequence, hash))));
        if (!chain.heads().isEmpty()) {
            Anchor last = chain.heads().getLast();
            if (last.number() > reached.head()) {
                lines.add(new AnchorLine(chain.chain(), new AnchorLine.Kind.Head(last)));
            }
        }
        return lines;
    }

    private static FeedPosition saved(Path file) {
        try {
            return FeedPosition.of(Files.readString(file, StandardCharsets.US_ASCII));
        } catch (IOException e) {
            log.debug("the custodian gets all anchors", e);
            return FeedPosition.NOTHING; // to send twice does no harm
        }
    }

    private void save() throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(temporary, settled.text(), StandardCharsets.US_ASCII);
        try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(
                temporary,
                file,
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }
}
