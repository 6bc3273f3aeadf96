package org.earshot.softphone.ua;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.earshot.common.file.ContentRules;
import org.earshot.common.msrp.MsrpUri;
import org.earshot.softphone.sdp.FileAnswer;
import org.earshot.softphone.sdp.FileSelector;
import org.earshot.softphone.sdp.MsrpEnd;

/// Carries no file: keeps what it was told, and tells what a test wants told.
final class FakeFiles implements FileCarrier {
    static final long SIZE = 1000;
    static final Set<String> FINGERPRINT = Set.of("sha-256 " + "AB:".repeat(31) + "AB");
    static final String SHA_256 = "ab".repeat(32);

    final List<Begun> begun = new ArrayList<>();
    final List<String> relays = new ArrayList<>();
    final List<String> claimed = new ArrayList<>();
    final List<ContentRules> examinedBy = new ArrayList<>();
    final List<ContentRules> claimedBy = new ArrayList<>();
    final Map<String, String> hashes = new HashMap<>();
    final Map<String, String> objections = new HashMap<>();
    int open;
    int placesTaken;
    long have;
    Optional<String> noRelay = Optional.empty();
    Optional<String> noPlace = Optional.empty();
    Optional<String> noRoom = Optional.empty();
    Optional<Deque<Runnable>> slowDisk = Optional.empty(); // places are there when these are run

    static final class Begun implements Moving {
        final Optional<Source> source;
        final long from;
        final MsrpEnd peer;
        final boolean active;
        final String wrapping;
        final Listener listener;
        Optional<String> cancelled = Optional.empty();
        boolean brokenOff;

        Begun(
                Optional<Source> source,
                long from,
                MsrpEnd peer,
                boolean active,
                String wrapping,
                Listener listener) {
            this.source = source;
            this.from = from;
            this.peer = peer;
            this.active = active;
            this.wrapping = wrapping;
            this.listener = listener;
        }

        @Override
        public void cancel(String reason) {
            if (cancelled.isEmpty()) {
                cancelled = Optional.of(reason);
                listener.failed(Failure.CANCELLED, reason, 0);
            }
        }

        @Override
        public void breakOff(String reason) {
            brokenOff = true;
            listener.failed(Failure.INTERRUPTED, reason, 0);
        }

        void complete() {
            listener.complete(
                    source.isPresent() ? Optional.empty() : Optional.of(Path.of("/down/file")),
                    SHA_256);
        }

        void breaks() {
            listener.failed(Failure.INTERRUPTED, "the connection broke", 0);
        }
    }

    Begun last() {
        return begun.getLast();
    }

    @Override
    public CompletionStage<Source> examine(Path path, ContentRules rules) {
        examinedBy.add(rules);
        if (path.toString().contains("missing")) {
            return CompletableFuture.failedFuture(new IOException("there is no file " + path));
        }
        return CompletableFuture.completedFuture(
                new Source(
                        path,
                        "text/plain",
                        SIZE,
                        Instant.EPOCH,
                        hashes.getOrDefault(path.toString(), SHA_256),
                        "cd".repeat(20),
                        Optional.ofNullable(objections.get(path.toString()))));
    }

    @Override
    public CompletionStage<Place> claim(
            String peer, FileSelector file, String transferId, ContentRules rules) {
        claimedBy.add(rules);
        if (noPlace.isPresent()) {
            return CompletableFuture.failedFuture(new IOException(noPlace.get()));
        }
        if (noRoom.isPresent()) {
            return CompletableFuture.failedFuture(new NoRoomException(noRoom.get()));
        }
        claimed.add(peer);
        placesTaken++;
        CompletableFuture<Place> there = new CompletableFuture<>();
        Place place =
                new Place() {
                    @Override
                    public long have() {
                        return have;
                    }

                    @Override
                    public void release() {
                        placesTaken--;
                    }
                };
        slowDisk.ifPresentOrElse(
                waiting -> waiting.add(() -> there.complete(place)), () -> there.complete(place));
        return there;
    }

    @Override
    public CompletionStage<Port> open(InetAddress host) {
        String address = host.getHostAddress();
        return opened(
                new MsrpEnd(
                        address,
                        2855,
                        List.of("msrps://" + address + ":2855/x;tcp"),
                        FINGERPRINT,
                        MsrpEnd.Setup.ACTPASS));
    }

    @Override
    public CompletionStage<Port> openAt(MsrpUri relay, Account account) {
        relays.add(account.address() + " at " + relay);
        return noRelay.<CompletionStage<Port>>map(
                        why -> CompletableFuture.failedFuture(new IOException(why)))
                .orElseGet(() ->
                        opened(
                                new MsrpEnd(
                                        relay.host(),
                                        relay.portOrDefault(),
                                        List.of(
                                                relay.toString().replace(";", "/tok;"),
                                                "msrps://10.0.0.1:9/x;tcp"),
                                        FINGERPRINT,
                                        MsrpEnd.Setup.PASSIVE)));
    }

    private CompletionStage<Port> opened(MsrpEnd end) {
        open++;
        return CompletableFuture.completedFuture(
                new Port() {
                    @Override
                    public MsrpEnd end() {
                        return end;
                    }

                    @Override
                    public Moving send(
                            Source file, FileAnswer answer, String wrapping, Listener listener) {
                        return add(
                                new Begun(
                                        Optional.of(file),
                                        answer.from(),
                                        answer.end(),
                                        answer.end().setup() == MsrpEnd.Setup.PASSIVE,
                                        wrapping,
                                        listener));
                    }

                    @Override
                    public Moving receive(
                            Place place, MsrpEnd peer, boolean active, Listener listener) {
                        placesTaken--;
                        return add(new Begun(Optional.empty(), have, peer, active, "", listener));
                    }

                    @Override
                    public void close() {
                        open--;
                    }
                });
    }

    private Begun add(Begun one) {
        open--;
        begun.add(one);
        return one;
    }
}
