package org.earshot.softphone.ua;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.earshot.common.stack.Timers;
import org.earshot.softphone.sdp.FileAnswer;
import org.earshot.softphone.sdp.FileHash;
import org.earshot.softphone.sdp.FileOffer;
import org.earshot.softphone.sdp.FileSelector;

/// Files that our user does not send any more, of which the other side has a part and no session: it is told, now or when it is there
/// again, also in a later run, for seven days. Confined to the user-agent thread.
final class FilesTakenBack {
    /// Some ten minutes; then whenever we register, or hear of the other side.
    private static final int MOST_TRIES = 40;

    /// Whoever had a part gave it up (603), or there is nobody. Anything else may be the answer of another device than the one that has
    /// a part, or of a server that ends, or does not know us just now.
    private static final Set<Integer> FOR_GOOD = Set.of(404, 410, 487, 603, 604);

    /// Whoever refuses is not asked as often as whoever is away: some three minutes, and again an hour later.
    private static final int MOST_REFUSALS = 8;

    private static final Duration REST = Duration.ofHours(1);

    private final FileContext context;
    private final Map<String, Telling> all = new LinkedHashMap<>(); // by transfer

    FilesTakenBack(FileContext context) {
        this.context = context;
    }

    /// Our user wants no more of it. What follows does not need the file.
    void add(FileStore.Kept file) {
        FileStore.Kept kept = file.takenBack();
        context.kit().store().keep(kept);
        goOn(kept);
    }

    /// One of an earlier run, or of this one, and we are registered.
    void goOn(FileStore.Kept kept) {
        all.computeIfAbsent(kept.transferId(), _ -> new Telling(kept)).begin();
    }

    /// We are registered.
    void onRegistered(String account) {
        List.copyOf(all.values()).stream()
                .filter(t -> t.kept.account().equals(account) && !t.rests())
                .forEach(Telling::begin);
    }

    /// @param peer canonical
    void isThere(String peer) {
        List.copyOf(all.values()).stream()
                .filter(t -> SipUris.canonical(t.kept.peer()).equals(peer))
                .forEach(Telling::begin);
    }

    /// The phone ends; a later run tells them.
    void close() {
        List.copyOf(all.values()).forEach(Telling::stop);
        all.clear();
    }

    private final class Telling implements FileInvite.Listener {
        private final FileStore.Kept kept;
        private final Instant until;
        private Instant restsUntil = Instant.MIN;
        private Optional<FileInvite> invite = Optional.empty();
        private Timers.Cancellable pause = () -> {};
        private boolean asking;
        private int failures;

        Telling(FileStore.Kept kept) {
            this.kept = kept;
            this.until = context.clock().instant().plus(UnfinishedFiles.LONGEST_KEPT);
        }

        void begin() {
            failures = 0;
            tell();
        }

        /// Whether somebody refused just now, so that a registration of ours is no reason to ask again.
        boolean rests() {
            return context.clock().instant().isBefore(restsUntil);
        }

        private void tell() {
            pause.cancel();
            Optional<LoggedIn> by = context.loggedInAs(kept.account());
            Optional<Identity> here = by.flatMap(LoggedIn::identity);
            if (asking || here.isEmpty()) {
                return;
            }
            asking = true;
            FileOffer none =
                    FileOffer.takingBack(
                            new FileSelector(
                                    Optional.empty(),
                                    Optional.empty(),
                                    OptionalLong.empty(),
                                    List.of(new FileHash(FileHash.SHA_256, kept.sha256()))),
                            kept.transferId(),
                            here.get().contact().getAddress().getHostAddress());
            invite =
                    Optional.of(
                            new FileInvite(
                                    here.get(),
                                    by.get().requester(),
                                    kept.peer(),
                                    none,
                                    context.random().nextLong(1L << 53),
                                    this));
        }

        @Override
        public void onAnswered(CallDialog dialog, FileAnswer answer) {
            context.bye(dialog, FileGoodbye.CANCELLED);
            told();
        }

        @Override
        public void onFailed(int status, String reason, String warning) {
            asking = false;
            Instant now = context.clock().instant();
            if (FOR_GOOD.contains(status) || now.isAfter(until)) {
                told();
                return;
            }
            boolean away = status == 408 || status == 480 || (status >= 500 && status < 600);
            if (!away) {
                restsUntil = now.plus(REST);
            }
            failures++;
            if (failures <= (away ? MOST_TRIES : MOST_REFUSALS)) {
                pause =
                        context.thread()
                                .after(Backoff.after(failures, away, context.random()), this::tell);
            }
        }

        private void told() {
            all.remove(kept.transferId());
            context.kit().store().forget(kept);
        }

        private void stop() {
            pause.cancel();
            invite.ifPresent(FileInvite::cancel);
        }
    }
}
