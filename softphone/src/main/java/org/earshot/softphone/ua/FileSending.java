package org.earshot.softphone.ua;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionException;
import javax.sip.message.Message;
import javax.sip.message.Request;
import org.earshot.common.stack.Timers;
import org.earshot.softphone.sdp.FileAnswer;
import org.earshot.softphone.sdp.FileHash;
import org.earshot.softphone.sdp.FileOffer;
import org.earshot.softphone.sdp.FileSelector;
import org.earshot.softphone.sdp.MsrpEnd;
import org.earshot.softphone.ua.UserAgentEvent.FilePhase;

/// A file of ours on its way to somebody: looked at, offered, sent, and offered again where the connection broke. Confined to the
/// user-agent thread.
final class FileSending implements FileTransfer {
    /// Some ten minutes.
    private static final int MOST_TRIES = 40;

    private static final int QUICK_TRIES = 30;

    private static final int MOST_IN_VAIN = 2;

    /// Some fifty seconds: so often a phone may be away that had the offer when its server broke.
    private static final int MOST_AWAY = 12;

    /// Whoever let it rest says when it goes on; one who could not say so finds it offered again.
    private static final Duration LET_REST = Duration.ofMinutes(5);

    /// Why it was interrupted.
    static final String ELSEWHERE = Failure.OTHER_NETWORK.words();

    /// What it tells the one who has all transfers.
    interface Host {
        /// It is looked at and remembered.
        ///
        /// @return whether it may be offered now; if not, [#go] comes later
        boolean ready(FileSending sending);

        /// It can't go directly, and perhaps by the server's store.
        ///
        /// @param why in words; "" where that was said in an earlier run
        /// @return whether it does: then nothing more is to be done or said here
        boolean instead(
                FileSending sending, FileCarrier.Source source, FileReport report, String why);

        /// It rests; others may go.
        void rests(FileSending sending);

        /// Our user wants no more of it, and there is no session by which the other side could hear that.
        void takenBack(FileSending sending);

        /// It is through.
        void over(FileSending sending);
    }

    private final FileContext context;
    private FileStore.Kept kept;
    private final FileReport report;
    private final Host host;

    private Optional<FileCarrier.Source> source = Optional.empty();
    // whether the other side may have bytes of it: then it goes on by itself
    private boolean begun;
    private int failures;
    private FileWay way = FileWay.DIRECT; // of this round
    private boolean connected; // in this round
    private Optional<InetAddress> from = Optional.empty(); // where we are in this round
    private int round; // what was begun in an earlier one is not for us any more
    private Optional<FileCarrier.Port> port = Optional.empty();
    private Optional<FileInvite> invite = Optional.empty();
    private Optional<CallDialog> dialog = Optional.empty();
    private Optional<FileCarrier.Moving> moving = Optional.empty();
    private Timers.Cancellable pause = () -> {};
    // its connection broke before the other side could say why
    private Optional<CallDialog> broken = Optional.empty();
    private boolean atRest; // the other user wants that
    private boolean rings; // in this round
    private int mayBeAway; // so often yet, though nothing says that it has begun
    private final LastWords lastWords;
    private int vain; // ways in a row by which nobody came

    /// @param again whether it began in an earlier run
    FileSending(
            FileContext context, FileStore.Kept kept, boolean again, FileReport report, Host host) {
        this.context = context;
        this.kept = kept;
        this.begun = again;
        this.report = report;
        this.host = host;
        lastWords = new LastWords(context.thread());
    }

    @Override
    public Id id() {
        return report.id();
    }

    @Override
    public FileStore.Kept kept() {
        return kept;
    }

    /// Looks at the file.
    void start() {
        Path path = kept.source();
        context.kit()
                .carrier()
                .examine(path)
                .whenComplete((file, failure) ->
                        context.thread()
                                .execute(() -> {
                                    if (report.isOver()) {
                                        return;
                                    }
                                    if (failure == null) {
                                        examined(file);
                                    } else {
                                        end(FilePhase.FAILED, words(failure));
                                    }
                                }));
    }

    private void examined(FileCarrier.Source file) {
        report.about(file.name(), file.size(), file.sha256());
        if (!kept.sha256().isEmpty() && !kept.sha256().equals(file.sha256())) {
            end(FilePhase.FAILED, Failure.FILE_CHANGED.words());
            return;
        }
        Optional<String> objection =
                context.kit().policy().objection(file.name(), file.size()).or(file::objection);
        if (objection.isPresent()) {
            end(FilePhase.BLOCKED, objection.get());
            return;
        }
        source = Optional.of(file);
        boolean first = kept.sha256().isEmpty();
        kept = kept.withHash(file.sha256());
        if (kept.paused()) {
            if (kept.storedAt().isPresent() && goesInstead("")) {
                return;
            }
            report.paused("");
            return;
        }
        if (kept.storedAt().isPresent() && goesInstead("")) {
            return;
        }
        context.kit()
                .store()
                .keep(kept)
                .whenComplete((_, _) ->
                        context.thread()
                                .execute(() -> {
                                    if (report.isOver() || kept.paused()) {
                                        return;
                                    }
                                    boolean now = host.ready(this);
                                    if (first || !now) {
                                        report.offered(now ? "" : Failure.WAITS_FOR_OTHERS.words());
                                    }
                                    if (now) {
                                        go();
                                    }
                                }));
    }

    /// Offers it.
    void go() {
        if (!report.isOver() && !kept.paused()) {
            offer();
        }
    }

    /// Also where our user lets it rest and the other side, that waits for it, does not know yet: then its answer is answered by saying so.
    private void offer() {
        int now = ++round;
        Optional<LoggedIn> by =
                context.loggedIn()
                        .get()
                        .filter(l -> l.account().address().toString().equals(kept.account()));
        Optional<Identity> here = by.flatMap(LoggedIn::identity);
        if (here.isEmpty()) {
            if (kept.paused()) {
                return;
            }
            by.ifPresent(LoggedIn::hurry);
            later(Failure.SERVER_AWAY.words());
            return;
        }
        way = context.ways().next(peer());
        context.ways()
                .open(way, here.get())
                .whenComplete((opened, failure) ->
                        context.thread()
                                .execute(() -> {
                                    if (report.isOver() || now != round) {
                                        if (opened != null) {
                                            opened.close();
                                        }
                                    } else if (failure == null) {
                                        opened(by.get(), here.get(), opened);
                                    } else if (kept.paused()) {
                                        let();
                                    } else if (way == FileWay.RELAY) {
                                        ledNowhere(words(failure));
                                    } else {
                                        end(FilePhase.FAILED, words(failure));
                                    }
                                }));
    }

    private void opened(LoggedIn by, Identity here, FileCarrier.Port own) {
        from = Optional.of(here.contact().getAddress());
        port = Optional.of(own);
        connected = false;
        rings = false;
        FileCarrier.Source file = source.orElseThrow();
        FileOffer offer =
                new FileOffer(
                        new FileSelector(
                                Optional.of(file.name()),
                                Optional.of(file.type()),
                                OptionalLong.of(file.size()),
                                List.of(
                                        new FileHash(FileHash.SHA_1, file.sha1()),
                                        new FileHash(FileHash.SHA_256, file.sha256()))),
                        kept.transferId(),
                        0,
                        true,
                        Optional.of(file.modified()),
                        own.end()
                                .with(
                                        way == FileWay.RELAY
                                                ? MsrpEnd.Setup.PASSIVE
                                                : MsrpEnd.Setup.ACTPASS));
        int now = round;
        try {
            invite =
                    Optional.of(
                            new FileInvite(
                                    here,
                                    by.requester(),
                                    kept.peer(),
                                    offer,
                                    context.random().nextLong(1L << 53),
                                    new Answers(now)));
        } catch (IllegalArgumentException e) {
            end(FilePhase.FAILED, e.getMessage());
        }
    }

    private final class Answers implements FileInvite.Listener {
        private final int asked;

        Answers(int asked) {
            this.asked = asked;
        }

        @Override
        public void onRinging() {
            if (asked == round) {
                rings = true;
            }
        }

        @Override
        public void onAnswered(CallDialog answered, FileAnswer answer) {
            if (report.isOver() || asked != round) {
                context.bye(answered, FileGoodbye.CANCELLED);
                return;
            }
            invite = Optional.empty();
            if (kept.paused()) {
                context.bye(answered, FileGoodbye.PAUSED);
                let();
                return;
            }
            dialog = Optional.of(answered);
            broken = Optional.empty();
            begun = true;
            atRest = false;
            report.by(answer.end().isAtRelay() ? FileWay.RELAY : way);
            report.progress(answer.from());
            moving =
                    Optional.of(
                            port.orElseThrow()
                                    .send(
                                            source.orElseThrow(),
                                            answer.from(),
                                            answer.end(),
                                            answer.end().setup() == MsrpEnd.Setup.PASSIVE,
                                            new Progress(asked)));
            port = Optional.empty();
            if (!connected && context.ways().isAnotherLeft(way)) {
                pause = context.thread().after(FileWays.PATIENCE, FileSending.this::goAnotherWay);
            }
        }

        @Override
        public void onFailed(int status, String reason, String warning) {
            if (report.isOver() || asked != round) {
                return;
            }
            invite = Optional.empty();
            if (kept.paused()) {
                let();
                return;
            }
            String why = warning.isEmpty() ? reason : warning;
            boolean passing = isPassing(status);
            if (warning.equals(FileReceiving.HAVE_IT)) {
                complete();
            } else if (warning.equals(FileReceiving.RESTS) || (atRest && passing)) {
                restsThere();
            } else if (status == FileReceiving.BLOCKED && !warning.isEmpty()) {
                end(FilePhase.BLOCKED, warning);
            } else if (status == 603) {
                end(FilePhase.CANCELLED, "declined");
            } else if (passing) {
                later(why);
            } else if (!(FileFallback.applies(status) && goesInstead(why))) {
                end(FilePhase.FAILED, why);
            }
        }
    }

    private boolean goesInstead(String why) {
        boolean left = host.instead(this, source.orElseThrow(), report, why);
        if (left) {
            let();
        }
        return left;
    }

    /// What may be otherwise in a moment. Whoever can't be reached at all hears that at once; who was interrupted waits for him. A server that
    /// breaks while the other phone rings may take its answer with it, and is back before that phone is.
    private boolean isPassing(int status) {
        if (status == 503 || status == 481) { // 481 of something before: an offer is of no dialog
            mayBeAway = rings ? MOST_AWAY : mayBeAway;
            return true;
        }
        boolean away = status == 408 || status == 480 || (status >= 500 && status < 600);
        return away && (begun || mayBeAway-- > 0);
    }

    private final class Progress implements FileCarrier.Listener {
        private final int sent;

        Progress(int sent) {
            this.sent = sent;
        }

        private void here(Runnable what) {
            context.thread()
                    .execute(() -> {
                        if (!report.isOver() && sent == round && moving.isPresent()) {
                            what.run();
                        }
                    });
        }

        @Override
        public void connected() {
            here(() -> {
                connected = true;
                vain = 0;
                pause.cancel();
            });
        }

        @Override
        public void progress(long bytes) {
            here(() -> {
                failures = 0;
                report.progress(bytes);
            });
        }

        @Override
        public void complete(Optional<Path> file, String sha256) {
            here(() -> {
                moving = Optional.empty();
                FileSending.this.complete();
            });
        }

        @Override
        public void failed(FileCarrier.Failure why, String words, long bytes) {
            here(() -> {
                moving = Optional.empty();
                switch (why) {
                    case INTERRUPTED -> {
                        if (lastWords.areOfABye()) {
                            return;
                        }
                        if (connected) {
                            interrupted(words);
                        } else {
                            ledNowhere(words);
                        }
                    }
                    case CANCELLED -> end(FilePhase.CANCELLED, Failure.OTHER_ENDED.words());
                    case BLOCKED -> end(FilePhase.BLOCKED, words);
                    case BROKEN -> end(FilePhase.FAILED, words);
                }
            });
        }
    }

    private String peer() {
        return SipUris.canonical(kept.peer());
    }

    /// Two who can't reach each other by any way will not do so later either, as long as both are where they are.
    private void ledNowhere(String why) {
        context.ways().ledNowhere(peer(), false, way);
        vain++;
        if (vain >= MOST_IN_VAIN
                && !context.ways().isAnotherLeft(way)
                && goesInstead(Failure.NO_DIRECT_WAY.words())) {
            dialog.ifPresent(
                    d -> context.bye(d, FileGoodbye.failed("it goes by the server instead")));
            dialog = Optional.empty();
            return;
        }
        interrupted(why);
    }

    /// Whoever has not come by now will not.
    private void goAnotherWay() {
        context.ways().ledNowhere(peer(), false, way);
        dialog.ifPresent(d -> context.bye(d, FileGoodbye.INTERRUPTED));
        dialog = Optional.empty();
        let();
        report.waiting(Failure.OVER_RELAY.words());
        go();
    }

    private void interrupted(String why) {
        broken = dialog.or(() -> broken);
        dialog.ifPresent(d -> context.bye(d, FileGoodbye.INTERRUPTED));
        dialog = Optional.empty();
        later(why);
    }

    /// Once more after a while.
    private void later(String why) {
        let();
        failures++;
        if (failures > MOST_TRIES) {
            if (!goesInstead(why)) {
                end(FilePhase.FAILED, why);
            }
            return;
        }
        if (begun) {
            report.waiting(why + "; goes on by itself");
        } else {
            report.offered(why + "; is tried again");
        }
        pause =
                context.thread()
                        .after(
                                Backoff.after(failures, failures <= QUICK_TRIES, context.random()),
                                this::go);
    }

    private void complete() {
        String hash = source.map(FileCarrier.Source::sha256).orElse(kept.sha256());
        dialog.ifPresent(d -> context.bye(d, FileGoodbye.DONE));
        dialog = Optional.empty();
        report.complete(Optional.empty(), hash);
        through();
    }

    private void end(FilePhase phase, String why) {
        FileGoodbye goodbye =
                phase == FilePhase.CANCELLED ? FileGoodbye.CANCELLED : FileGoodbye.failed(why);
        dialog.ifPresent(d -> context.bye(d, goodbye));
        dialog = Optional.empty();
        invite.ifPresent(FileInvite::cancel);
        report.end(phase, why);
        through();
    }

    private void through() {
        let();
        context.kit().store().forget(kept);
        host.over(this);
    }

    /// Nothing of this round counts any more.
    private void let() {
        round++;
        pause.cancel();
        lastWords.forget();
        invite = Optional.empty();
        moving.ifPresent(m -> m.cancel("cancelled"));
        moving = Optional.empty();
        port.ifPresent(FileCarrier.Port::close);
        port = Optional.empty();
    }

    /// The other user lets it rest.
    private void restsThere() {
        begun = true;
        atRest = true;
        failures = 0;
        breakOff();
        let();
        report.paused(Failure.PAUSED_BY_OTHER.words());
        pause = context.thread().after(LET_REST, this::go);
    }

    /// To cancel it would say that our user wants no more of it.
    private void breakOff() {
        Optional<FileCarrier.Moving> before = moving;
        moving = Optional.empty(); // its end is of no interest
        before.ifPresent(m -> m.breakOff("paused"));
    }

    @Override
    public boolean isWaiting() {
        return !kept.paused();
    }

    @Override
    public void pause() {
        kept =
                FileRest.begun(
                        kept,
                        begun && source.isPresent(),
                        "the file is not on its way yet: use cancel");
        context.kit().store().keep(kept);
        boolean told = dialog.isPresent() || atRest;
        dialog.ifPresent(d -> context.bye(d, FileGoodbye.PAUSED));
        dialog = Optional.empty();
        invite.ifPresent(FileInvite::cancel);
        breakOff();
        let();
        host.rests(this);
        report.paused("");
        if (!told) {
            offer();
        }
    }

    @Override
    public void resume() {
        kept = FileRest.ended(kept, atRest);
        context.kit().store().keep(kept);
        failures = 0;
        vain = 0;
        atRest = false;
        if (host.ready(this)) {
            report.waiting(Failure.GOES_ON.words());
            go();
        } else {
            report.waiting(Failure.WAITS_FOR_OTHERS.words());
        }
    }

    @Override
    public void isThere() {
        if (atRest && !kept.paused() && invite.isEmpty() && dialog.isEmpty()) {
            let();
            go();
        }
    }

    @Override
    public void cancel() {
        boolean told = dialog.isPresent() || !begun;
        end(FilePhase.CANCELLED, "cancelled");
        if (!told) {
            host.takenBack(this);
        }
    }

    /// Its connection is closed with all others: to cancel it would say that our user wants no more of it.
    @Override
    public void close() {
        moving = Optional.empty();
        dialog.ifPresent(d -> context.bye(d, FileGoodbye.INTERRUPTED));
        dialog = Optional.empty();
        invite.ifPresent(FileInvite::cancel);
        let();
    }

    @Override
    public boolean matches(Request request) {
        return dialog.or(() -> broken).filter(d -> d.matches(request)).isPresent();
    }

    @Override
    public Optional<CallDialog> dialog() {
        return dialog.or(() -> broken);
    }

    @Override
    public void onAck() {}

    @Override
    public void onPrack() {}

    @Override
    public void onBye(Message bye) {
        boolean before = dialog.isEmpty();
        dialog = Optional.empty();
        broken = Optional.empty();
        Optional<FileGoodbye> goodbye = FileGoodbye.in(bye);
        if (kept.paused()
                || (before && goodbye.filter(g -> g.kind() == FileGoodbye.Kind.PAUSED).isEmpty())) {
            return; // we have ended it already, and go on or rest
        }
        switch (goodbye.map(FileGoodbye::kind).orElse(FileGoodbye.Kind.CANCELLED)) {
            case INTERRUPTED -> {
                if (mayStillSayWhy()) {
                    lastWords.await(() -> interrupted(Failure.OTHER_PHONE_GONE.words()));
                } else {
                    interrupted(Failure.OTHER_PHONE_GONE.words());
                }
            }
            case PAUSED -> restsThere();
            case FAILED -> {
                String why = Failure.OTHER_PHONE.words() + ": " + goodbye.get().text();
                if (mayStillSayWhy()) {
                    lastWords.awaitTheEnd(() -> end(FilePhase.FAILED, why));
                } else {
                    end(FilePhase.FAILED, why);
                }
            }
            // only we know when all is sent; whoever has all of it may say so first
            case DONE, CANCELLED -> end(FilePhase.CANCELLED, Failure.OTHER_ENDED.words());
        }
    }

    private boolean mayStillSayWhy() {
        return moving.isPresent() && connected;
    }

    /// From another network no connection goes on, and none tells so before a long silence.
    @Override
    public void moveTo(Identity there) {
        dialog.ifPresent(d -> d.moveTo(there));
        if (moving.isPresent() && !from.equals(Optional.of(there.contact().getAddress()))) {
            FileCarrier.Moving before = moving.get();
            moving = Optional.empty(); // its end is of no interest
            before.breakOff(ELSEWHERE);
            interrupted(ELSEWHERE);
        }
    }

    /// What lies under the wrapping of stages.
    static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null
                ? failure.getCause()
                : failure;
    }

    /// In words for the user.
    static String words(Throwable failure) {
        Throwable cause = cause(failure);
        return cause instanceof IOException && cause.getMessage() != null
                ? cause.getMessage()
                : cause.toString();
    }
}
