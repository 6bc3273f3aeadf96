package org.earshot.softphone.ua;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.earshot.softphone.ua.UserAgentEvent.FilePhase;

/// A file of ours that nobody took directly: brought to the server's store, and then named in a message to whom it is for. Confined
/// to the user-agent thread.
final class StoredSending implements FileTransfer {
    /// What it tells the one who has all transfers.
    interface Host {
        /// @return whether it may go now; if not, [#go] comes later
        boolean ready(StoredSending sending);

        /// It rests; others may go.
        void rests(StoredSending sending);

        /// It is through.
        void over(StoredSending sending);
    }

    private final FileContext context;
    private final FileCarrier.Source source;
    private final FileReport report;
    private final Host host;
    private final StoreTries tries;
    private FileStore.Kept kept;
    private boolean begunAnew;

    /// @param kept with the URL where it began, in an earlier run
    StoredSending(
            FileContext context,
            FileStore.Kept kept,
            FileCarrier.Source source,
            FileReport report,
            Host host) {
        this.context = context;
        this.kept = kept;
        this.source = source;
        this.report = report;
        this.host = host;
        tries = new StoreTries(context, kept.account(), this::go);
    }

    @Override
    public Id id() {
        return report.id();
    }

    @Override
    public FileStore.Kept kept() {
        return kept;
    }

    /// @param why it does not go directly; "" where that was said already
    void start(String why) {
        report.by(FileWay.STORE);
        if (kept.paused()) {
            report.paused("");
            return;
        }
        boolean now = host.ready(this);
        report.waiting(
                (why.isEmpty() ? "" : why + "; ")
                        + (now
                                ? Failure.GOES_TO_SERVER.words()
                                : Failure.WAITS_FOR_SERVER.words()));
        if (now) {
            go();
        }
    }

    /// It is its turn, or may be tried again.
    void go() {
        if (report.isOver() || kept.paused()) {
            return;
        }
        int now = tries.begin();
        Optional<LoggedIn> by = context.loggedInAs(kept.account());
        Optional<URI> service = by.flatMap(LoggedIn::service);
        if (service.isEmpty()) {
            by.ifPresent(LoggedIn::hurry);
            later(Failure.SERVER_AWAY.words());
            return;
        }
        tries.moves(
                now,
                context.kit()
                        .stored()
                        .upload(
                                by.get().account(),
                                service.get(),
                                source,
                                kept.storedAt().filter(url -> FileLink.is(url, service.get())),
                                kept.peer(),
                                new Progress(now)));
    }

    private final class Progress implements ServerFiles.Listener {
        private final int sent;

        Progress(int sent) {
            this.sent = sent;
        }

        private void here(Runnable what) {
            context.thread()
                    .execute(() -> {
                        if (!report.isOver() && tries.isCurrent(sent)) {
                            what.run();
                        }
                    });
        }

        @Override
        public void begun(URI url) {
            context.thread()
                    .execute(() -> {
                        if (report.isOver()) {
                            erase(url); // it was cancelled meanwhile
                        } else if (tries.isCurrent(sent) || kept.paused()) {
                            kept = kept.at(url.toString());
                            context.kit().store().keep(kept);
                        }
                    });
        }

        @Override
        public void progress(long bytes) {
            here(() -> {
                tries.advances();
                listen(bytes);
                report.progress(bytes);
            });
        }

        @Override
        public void complete(URI url, Optional<Path> file) {
            here(() -> {
                tries.rests();
                announce(url);
            });
        }

        @Override
        public void failed(ServerFiles.Failure why) {
            here(() -> {
                tries.rests();
                switch (why.trouble()) {
                    case PASSING -> later(why.getMessage());
                    case GONE -> again(why.getMessage());
                    case NOT_ALLOWED -> end(FilePhase.BLOCKED, why.getMessage());
                    case BROKEN -> end(FilePhase.FAILED, why.getMessage());
                }
            });
        }
    }

    /// Once all has gone the server reads it through before it answers.
    private void listen(long bytes) {
        tries.listensNoMore();
        if (bytes < source.size()) {
            tries.listen(() -> later("nothing goes to the server"));
        }
    }

    /// What is not whole does not stay there for long.
    private void again(String why) {
        if (begunAnew || kept.url().isEmpty()) {
            end(FilePhase.FAILED, why);
            return;
        }
        begunAnew = true;
        kept = kept.at("");
        go();
    }

    private void later(String why) {
        if (tries.later(true)) {
            report.waiting(why + "; goes on by itself");
        } else {
            end(FilePhase.FAILED, why);
        }
    }

    /// Its message is written with an id that the transfer has had from its beginning: written again after a crash, it is the same.
    private void announce(URI url) {
        int now = tries.current();
        context.announcer()
                .announce(
                        kept.account(),
                        kept.peer(),
                        kept.transferId(),
                        FileLink.text(source.name(), source.size(), url.toString()))
                .whenComplete((_, failure) ->
                        context.thread()
                                .execute(() -> {
                                    if (report.isOver() || !tries.isCurrent(now)) {
                                        return;
                                    }
                                    if (failure == null) {
                                        report.complete(Optional.empty(), source.sha256());
                                        through();
                                    } else {
                                        later(FileSending.words(failure));
                                    }
                                }));
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

    private void erase(URI url) {
        context.loggedInAs(kept.account())
                .ifPresent(by -> context.kit().stored().erase(by.account(), url));
    }

    @Override
    public boolean isWaiting() {
        return !kept.paused();
    }

    @Override
    public void pause() {
        kept = FileRest.begun(kept, true, "");
        context.kit().store().keep(kept);
        tries.stop();
        host.rests(this);
        report.paused("");
    }

    @Override
    public void resume() {
        kept = FileRest.ended(kept, false);
        context.kit().store().keep(kept);
        tries.beginAnew();
        start("");
    }

    @Override
    public void cancel() {
        tries.stop();
        kept.storedAt().ifPresent(this::erase);
        end(FilePhase.CANCELLED, "cancelled");
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
