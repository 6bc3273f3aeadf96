package org.earshot.softphone.ua;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import javax.sip.message.Message;
import javax.sip.message.Request;
import org.earshot.common.service.FlowLoss;
import org.earshot.common.stack.Timers;
import org.earshot.softphone.sdp.FileAnswer;
import org.earshot.softphone.ua.UserAgentEvent.FilePhase;

/// A file of ours on its way to somebody: looked at, offered, sent, and offered again where the connection broke. Confined to the
/// user-agent thread.
final class FileSending implements FileTransfer {
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
    private final SendingTries tries = new SendingTries();
    private Optional<SendingRound> round = Optional.empty();
    private Optional<CallDialog> dialog = Optional.empty();
    private Timers.Cancellable pause = () -> {};
    // its connection broke before the other side could say why
    private Optional<CallDialog> broken = Optional.empty();
    private boolean atRest; // the other user wants that
    private final LastWords lastWords;

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
        FilePolicy policy = context.policy(kept.account());
        context.kit()
                .carrier()
                .examine(path, policy.content())
                .whenComplete((file, failure) ->
                        context.thread()
                                .execute(() -> {
                                    if (report.isOver()) {
                                        return;
                                    }
                                    if (failure == null) {
                                        examined(file, policy);
                                    } else {
                                        end(FilePhase.FAILED, words(failure));
                                    }
                                }));
    }

    /// @param policy by which it was looked at
    private void examined(FileCarrier.Source file, FilePolicy policy) {
        report.about(file.name(), file.size(), file.sha256());
        if (!kept.sha256().isEmpty() && !kept.sha256().equals(file.sha256())) {
            end(FilePhase.FAILED, Failure.FILE_CHANGED.words());
            return;
        }
        Optional<String> objection = policy.objection(file.name(), file.size()).or(file::objection);
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
        round.ifPresent(SendingRound::let);
        FileWay way = context.ways().next(peer());
        SendingRound now =
                new SendingRound(
                        context, kept, source.orElseThrow(), way, here.get(), new Round(way));
        round = Optional.of(now);
        now.begin(by.get().requester());
    }

    /// What becomes of an offer.
    private final class Round implements SendingRound.Listener {
        private final FileWay way;

        Round(FileWay way) {
            this.way = way;
        }

        @Override
        public void onNoWay(String why) {
            if (kept.paused()) {
                let();
            } else if (way == FileWay.RELAY) {
                ledNowhere(way, why);
            } else {
                end(FilePhase.FAILED, why);
            }
        }

        @Override
        public void onUnfit(String why) {
            end(FilePhase.FAILED, why);
        }

        @Override
        public void onTaken(CallDialog answered, FileAnswer answer) {
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
            SendingRound now = round.orElseThrow();
            now.send(answer);
            if (!now.isConnected() && context.ways().isAnotherLeft(way)) {
                pause = context.thread().after(FileWays.PATIENCE, FileSending.this::goAnotherWay);
            }
        }

        @Override
        public void onRefused(int status, String reason, String warning, boolean rang) {
            if (kept.paused()) {
                let();
                return;
            }
            boolean phoneLost = warning.equals(FlowLoss.WORDS);
            String why =
                    phoneLost
                            ? Failure.OTHER_PHONE_GONE.words()
                            : warning.isEmpty() ? reason : warning;
            boolean passing = tries.isPassing(status, rang, phoneLost, begun);
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

        @Override
        public void onConnected() {
            tries.connected();
            pause.cancel();
        }

        @Override
        public void onProgress(long bytes) {
            tries.known();
            report.progress(bytes);
        }

        @Override
        public void onComplete() {
            complete();
        }

        @Override
        public void onFailed(FileCarrier.Failure why, String words) {
            switch (why) {
                case INTERRUPTED -> {
                    if (lastWords.areOfABye()) {
                        return;
                    }
                    if (round.filter(SendingRound::isConnected).isPresent()) {
                        interrupted(words);
                    } else {
                        ledNowhere(way, words);
                    }
                }
                case CANCELLED -> end(FilePhase.CANCELLED, Failure.OTHER_ENDED.words());
                case BLOCKED -> end(FilePhase.BLOCKED, words);
                case BROKEN -> end(FilePhase.FAILED, words);
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

    private String peer() {
        return SipUris.canonical(kept.peer());
    }

    /// Two who can't reach each other by any way will not do so later either, as long as both are where they are.
    private void ledNowhere(FileWay way, String why) {
        context.ways().ledNowhere(peer(), false, way);
        if (tries.ledNowhere()
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
        round.ifPresent(r -> context.ways().ledNowhere(peer(), false, r.way()));
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
        if (!tries.failed()) {
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
        pause = context.thread().after(tries.pause(context.random()), this::go);
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
        round.ifPresent(SendingRound::takeBack);
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
        pause.cancel();
        lastWords.forget();
        round.ifPresent(SendingRound::let);
        round = Optional.empty();
    }

    /// The other user lets it rest.
    private void restsThere() {
        begun = true;
        atRest = true;
        tries.known();
        breakOff();
        let();
        report.paused(Failure.PAUSED_BY_OTHER.words());
        pause = context.thread().after(LET_REST, this::go);
    }

    private void breakOff() {
        round.ifPresent(r -> r.breakOff("paused"));
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
        round.ifPresent(SendingRound::takeBack);
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
        tries.beginAnew();
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
        if (atRest
                && !kept.paused()
                && dialog.isEmpty()
                && round.filter(SendingRound::isAsking).isEmpty()) {
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
        dialog.ifPresent(d -> context.bye(d, FileGoodbye.INTERRUPTED));
        dialog = Optional.empty();
        round.ifPresent(SendingRound::abandon);
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
        return round.filter(r -> r.isMoving() && r.isConnected()).isPresent();
    }

    /// From another network no connection goes on, and none tells so before a long silence.
    @Override
    public void moveTo(Identity there) {
        dialog.ifPresent(d -> d.moveTo(there));
        Optional<SendingRound> left =
                round.filter(r -> r.isMoving() && !r.from().equals(there.contact().getAddress()));
        left.ifPresent(r -> {
            r.breakOff(ELSEWHERE);
            interrupted(ELSEWHERE);
        });
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
