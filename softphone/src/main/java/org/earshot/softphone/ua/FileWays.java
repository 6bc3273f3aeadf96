package org.earshot.softphone.ua;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.earshot.common.relay.FileRelay;
import org.earshot.softphone.sdp.MsrpEnd;

/// Chooses which way a file goes: straight, and over our server's relay where that led nowhere a while ago, or where the
/// administrator wants no other way. One end at a relay is enough: the sender's, if he has one. Confined to the user-agent thread.
final class FileWays {
    /// How long the receiver of an offer may take to connect to us, where there is another way.
    static final Duration PATIENCE = Duration.ofSeconds(4);

    /// For so long a way that led nowhere is not tried before another one.
    static final Duration REMEMBERED = Duration.ofMinutes(10);

    private static final int MOST_REMEMBERED = 1000;

    private final FileCarrier carrier;
    private final Supplier<Optional<LoggedIn>> loggedIn;
    private final InstantSource clock;
    private final Map<Attempt, Instant> vain = new HashMap<>();
    private Optional<InetAddress> here = Optional.empty();

    /// The straight way to somebody is another one than from him to us.
    private record Attempt(String peer, boolean incoming, FileWay way) {}

    FileWays(FileCarrier carrier, Supplier<Optional<LoggedIn>> loggedIn, InstantSource clock) {
        this.carrier = carrier;
        this.loggedIn = loggedIn;
        this.clock = clock;
    }

    private Optional<FileRelay> relay() {
        return loggedIn.get().flatMap(LoggedIn::fileRelay);
    }

    /// Which way a file of ours is to go next.
    FileWay next(String peer) {
        return next(peer, false);
    }

    private FileWay next(String peer, boolean incoming) {
        Optional<FileRelay> relay = relay();
        if (relay.isEmpty()) {
            return FileWay.DIRECT;
        }
        Instant direct = lastVain(peer, incoming, FileWay.DIRECT);
        return relay.get().only() || direct.isAfter(lastVain(peer, incoming, FileWay.RELAY))
                ? FileWay.RELAY
                : FileWay.DIRECT;
    }

    /// Which way a file comes that somebody offers: as he offers it, unless we have to be reached over our relay.
    FileWay answering(String peer, MsrpEnd theirs) {
        return theirs.isAtRelay() || theirs.setup() == MsrpEnd.Setup.PASSIVE
                ? FileWay.DIRECT
                : next(peer, true);
    }

    /// Why a file can't come that is offered so, in words; empty if it can.
    Optional<String> objection(MsrpEnd theirs) {
        return !theirs.isAtRelay()
                        && theirs.setup() == MsrpEnd.Setup.PASSIVE
                        && relay().filter(FileRelay::only).isPresent()
                ? Optional.of("files come over the server's relay only, and it connects to nobody")
                : Optional.empty();
    }

    private Instant lastVain(String peer, boolean incoming, FileWay way) {
        return Optional.ofNullable(vain.get(new Attempt(peer, incoming, way)))
                .filter(at -> at.plus(REMEMBERED).isAfter(clock.instant()))
                .orElse(Instant.MIN);
    }

    /// A way led nowhere: nobody came, or nobody could be reached.
    ///
    /// @param incoming whether the file was to come to us
    void ledNowhere(String peer, boolean incoming, FileWay way) {
        Instant now = clock.instant();
        if (vain.size() >= MOST_REMEMBERED) {
            vain.values().removeIf(at -> at.plus(REMEMBERED).isBefore(now));
        }
        if (vain.size() < MOST_REMEMBERED) {
            vain.put(new Attempt(peer, incoming, way), now);
        }
    }

    /// Whether somebody need not be waited for long, who does not come by this way.
    boolean isAnotherLeft(FileWay way) {
        return way == FileWay.DIRECT && relay().isPresent();
    }

    /// Where we are now: elsewhere another way may be the better one.
    void at(InetAddress address) {
        if (here.isPresent() && !here.get().equals(address)) {
            vain.clear();
        }
        here = Optional.of(address);
    }

    /// Opens our end.
    CompletionStage<FileCarrier.Port> open(FileWay way, Identity identity) {
        Optional<FileRelay> relay = relay().filter(_ -> way == FileWay.RELAY);
        return relay.isPresent()
                ? carrier.openAt(relay.get().uri(), identity.account())
                : carrier.open(identity.contact().getAddress());
    }
}
