package org.earshot.softphone.ua;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.earshot.softphone.ua.UserAgentEvent.FilePhase;

/// A file in our server's store that a message to us names: looked at there, offered to our user, fetched, and fetched on where that
/// broke off. Confined to the user-agent thread.
final class StoredReceiving implements IncomingTransfer {
    /// What it tells the one who has all transfers.
    interface Host {
        /// Nothing more will come of it.
        void over(StoredReceiving file);
    }

    private final FileContext context;
    private final URI url;
    private final FileReport report;
    private final Host host;
    private final StoreTries tries;
    private FileStore.Kept kept;
    private Optional<ServerFiles.Facts> facts = Optional.empty();
    private boolean accepted;

    /// @param kept with its URL; with its hash where our user took it in an earlier run
    StoredReceiving(FileContext context, FileStore.Kept kept, FileReport report, Host host) {
        this.context = context;
        this.kept = kept;
        this.url = kept.storedAt().orElseThrow();
        this.report = report;
        this.host = host;
        this.accepted = !kept.sha256().isEmpty();
        this.tries = new StoreTries(context, kept.account(), this::go);
    }

    @Override
    public Id id() {
        return report.id();
    }

    @Override
    public FileStore.Kept kept() {
        return kept;
    }

    /// Looks at it, or goes on.
    void start() {
        report.by(FileWay.STORE);
        go();
    }

    private void go() {
        if (report.isOver()) {
            return;
        }
        int now = tries.begin();
        Optional<LoggedIn> by = context.loggedInAs(kept.account());
        Optional<URI> service = by.flatMap(LoggedIn::service);
        if (service.isEmpty()) {
            by.ifPresent(LoggedIn::hurry);
            later(Failure.SERVER_AWAY.words());
        } else if (!FileLink.is(url, service.get())) {
            end(FilePhase.FAILED, "the server keeps its files elsewhere now");
        } else if (facts.isEmpty()) {
            context.kit()
                    .stored()
                    .look(by.get().account(), url)
                    .whenComplete((there, failure) ->
                            inRound(
                                    now,
                                    () -> {
                                        if (failure == null) {
                                            seen(there);
                                        } else {
                                            failed(of(failure));
                                        }
                                    }));
        } else if (accepted && !kept.paused()) {
            fetch(by.get().account(), now);
        }
    }

    private void inRound(int now, Runnable what) {
        context.thread()
                .execute(() -> {
                    if (!report.isOver() && tries.isCurrent(now)) {
                        what.run();
                    }
                });
    }

    private static ServerFiles.Failure of(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null
                        ? failure.getCause()
                        : failure;
        return cause instanceof ServerFiles.Failure known
                ? known
                : new ServerFiles.Failure(ServerFiles.Trouble.BROKEN, FileSending.words(cause));
    }

    private void seen(ServerFiles.Facts there) {
        tries.advances();
        if (!kept.sha256().isEmpty() && !kept.sha256().equals(there.sha256())) {
            end(FilePhase.FAILED, Failure.FILE_CHANGED.words());
            return;
        }
        facts = Optional.of(there);
        report.about(there.name(), there.size(), there.sha256());
        Optional<String> objection =
                context.policy(kept.account()).objection(there.name(), there.size());
        if (objection.isPresent()) {
            end(FilePhase.BLOCKED, objection.get());
            return;
        }
        if (kept.paused()) {
            report.paused("");
            return;
        }
        report.offered("");
        if (accepted) {
            go();
        }
    }

    @Override
    public void accept() {
        if (accepted || facts.isEmpty()) {
            throw new IllegalStateException(
                    accepted
                            ? "the file is not offered any more"
                            : "the file has not been looked at yet");
        }
        accepted = true;
        tries.beginAnew();
        kept = kept.withHash(facts.get().sha256());
        context.kit().store().keep(kept);
        go();
    }

    @Override
    public void reject() {
        if (accepted) {
            throw new IllegalStateException("the file is not offered any more: use cancel");
        }
        cancel();
    }

    private void fetch(Account account, int now) {
        listen();
        tries.moves(
                now,
                context.kit()
                        .stored()
                        .fetch(
                                account,
                                url,
                                kept.peer(),
                                facts.orElseThrow(),
                                context.policy(kept.account()).content(),
                                new Progress(now)));
    }

    private void listen() {
        tries.listen(() -> later("nothing comes from the server"));
    }

    private final class Progress implements ServerFiles.Listener {
        private final int taken;

        Progress(int taken) {
            this.taken = taken;
        }

        @Override
        public void begun(URI at) {}

        @Override
        public void progress(long bytes) {
            inRound(
                    taken,
                    () -> {
                        tries.advances();
                        listen();
                        report.progress(bytes);
                    });
        }

        @Override
        public void complete(URI from, Optional<Path> file) {
            inRound(
                    taken,
                    () -> {
                        tries.rests();
                        report.complete(file, facts.orElseThrow().sha256());
                        through();
                    });
        }

        @Override
        public void failed(ServerFiles.Failure why) {
            inRound(
                    taken,
                    () -> {
                        tries.rests();
                        StoredReceiving.this.failed(why);
                    });
        }
    }

    private void failed(ServerFiles.Failure why) {
        switch (why.trouble()) {
            case PASSING -> later(why.getMessage());
            case GONE -> end(FilePhase.FAILED, Failure.FILE_NOT_KEPT.words());
            case NOT_ALLOWED -> end(FilePhase.BLOCKED, why.getMessage());
            case BROKEN -> end(FilePhase.FAILED, why.getMessage());
        }
    }

    private void later(String why) {
        if (!tries.later(accepted)) {
            end(FilePhase.FAILED, why);
        } else if (accepted) {
            report.waiting(why + "; goes on by itself");
        } // else the user knows nothing of it yet, and could do nothing
    }

    private void end(FilePhase phase, String why) {
        report.end(phase, why);
        through();
    }

    private void through() {
        tries.stop();
        context.kit().store().forget(kept);
        host.over(this);
    }

    /// An offer may stand for days, and costs the server nothing.
    @Override
    public boolean isWaiting() {
        return accepted && !kept.paused();
    }

    @Override
    public void pause() {
        kept = FileRest.begun(kept, accepted, FileRest.NOT_ON_ITS_WAY);
        context.kit().store().keep(kept);
        tries.stop();
        report.paused("");
    }

    @Override
    public void resume() {
        kept = FileRest.ended(kept, false);
        context.kit().store().keep(kept);
        tries.beginAnew();
        report.waiting(Failure.GOES_ON.words());
        go();
    }

    /// The message that names it stays: its link can be opened in a browser.
    @Override
    public void cancel() {
        tries.stop();
        end(FilePhase.CANCELLED, accepted ? "cancelled" : "declined");
    }

    @Override
    public void close() {
        tries.stop();
    }

    @Override
    public void moveTo(Identity there) {
        tries.moveTo(there);
    }
}
