package org.earshot.softphone.ua;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import javax.sip.message.Message;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.earshot.common.stack.Timers;
import org.earshot.softphone.sdp.FileHash;
import org.earshot.softphone.sdp.FileOffer;
import org.earshot.softphone.sdp.FileSelector;
import org.earshot.softphone.sdp.MsrpEnd;
import org.earshot.softphone.ua.UserAgentEvent.FilePhase;

/// A file of somebody on its way to us: offered, taken, and taken on where its sender offers it again after a break. Confined to
/// the user-agent thread.
final class FileReceiving implements IncomingTransfer {
    /// What a sender hears who offers once more what has arrived.
    static final String HAVE_IT = "the file has arrived";

    /// What a sender hears who offers what our user lets rest.
    static final String RESTS = "the file is paused";

    /// What a sender hears who offers another file in the place of one.
    static final String ANOTHER = "it is another file than the one that was offered";

    /// With a warning: the phone's rules are against it.
    static final int BLOCKED = Response.FORBIDDEN;

    /// For a sender who was interrupted, and means to go on.
    private static final Duration LONGEST_BREAK = Duration.ofMinutes(15);

    /// For a sender who lets it rest; longer, neither phone remembers it.
    private static final Duration LONGEST_REST = Duration.ofDays(7);

    /// From the last byte to the BYE, or the other way round.
    private static final Duration LONGEST_FAREWELL = Duration.ofSeconds(30);

    /// What it tells the one who has all transfers.
    interface Host {
        /// All of it is here, or our user does not want it: what is kept says which.
        ///
        /// @return done when that is noted for later runs
        CompletionStage<Void> ended(FileReceiving file);

        /// Nothing more will come of it.
        void over(FileReceiving file);
    }

    private final FileContext context;
    private FileStore.Kept kept;
    private final FileReport report;
    private final Host host;

    private FileOffer offer;
    private Optional<OfferedFile> offered = Optional.empty(); // until it is answered
    private boolean opening; // the place for what is offered, and our end
    private Optional<OfferedFile> next =
            Optional.empty(); // waits for the end of what moves or is opened
    private Optional<OfferedFile> answered = Optional.empty(); // its session stands
    private Optional<FileCarrier.Moving> moving = Optional.empty();
    // its connection broke before its sender could say why
    private Optional<OfferedFile> broken = Optional.empty();
    private CompletionStage<Boolean> noted = CompletableFuture.completedFuture(true);
    private boolean whole; // all is here; our user hears of it once that is noted
    private boolean accepted;
    private boolean atRest; // its sender wants that
    private boolean begun; // also in an earlier run: the sender comes back
    private boolean gone; // no session, no file
    private int round;
    private FileWay way = FileWay.DIRECT; // of this round
    private boolean connected; // in this round
    private Optional<InetAddress> at = Optional.empty(); // where we are in this round
    private boolean moved; // away from there
    private Timers.Cancellable limit = () -> {};
    private final LastWords lastWords;

    FileReceiving(
            FileContext context,
            FileStore.Kept kept,
            OfferedFile first,
            FileReport report,
            Host host) {
        this.context = context;
        this.kept = kept;
        this.report = report;
        this.host = host;
        lastWords = new LastWords(context.thread());
        offer = first.offer();
        FileSelector file = offer.selector();
        report.about(
                file.name().orElse("file"),
                file.size().orElse(0),
                file.hash(FileHash.SHA_256).map(FileHash::hex).orElse(""));
    }

    @Override
    public Id id() {
        return report.id();
    }

    @Override
    public FileStore.Kept kept() {
        return kept;
    }

    /// Whether an offer is of this transfer, again.
    boolean isSame(FileStore.Kept other) {
        return !gone && !kept.transferId().isEmpty() && kept.isSame(other);
    }

    boolean isForkOf(Request invite) {
        return offered.filter(o -> o.isForkOf(invite)).isPresent()
                || next.filter(o -> o.isForkOf(invite)).isPresent()
                || answered.filter(o -> o.isForkOf(invite)).isPresent();
    }

    /// Somebody offers it, for the first time.
    ///
    /// @param wanted whether our user took it in an earlier run
    void offer(OfferedFile first, boolean wanted) {
        offered = Optional.of(first);
        first.ring(new InviteListener());
        Optional<String> objection =
                context.policy(kept.account())
                        .objection(
                                offer.selector().name().orElse(""),
                                offer.selector().size().orElse(0));
        if (objection.isPresent()) {
            first.refuse(BLOCKED, "Forbidden", objection.get());
            end(FilePhase.BLOCKED, objection.get(), FileGoodbye.CANCELLED);
            return;
        }
        report.offered("");
        if (wanted) {
            begun = true;
            if (kept.paused()) {
                accepted = true;
                rests(first);
            } else {
                accept();
            }
        }
    }

    /// The sender offers it again.
    void again(OfferedFile once) {
        once.ring(new InviteListener());
        if (!accepted) {
            supersede(offered);
            offered = Optional.of(once);
            offer = once.offer();
        } else if (kept.paused()) {
            rests(once);
        } else if (moving.isPresent()) {
            // we have not seen yet that the connection broke; its bytes belong to it until then
            supersede(next);
            next = Optional.of(once);
            moving.get().cancel("offered again");
        } else if (opening) {
            // its place is given back first: this one would get another one, where nothing is
            supersede(next);
            next = Optional.of(once);
            round++;
        } else {
            take(once);
        }
    }

    /// The sender wants no more of it, and says so by other ways than our session with it, where there is one.
    void takenBack() {
        if (!gone && !isOver()) {
            offered.ifPresent(this::refuseForNow);
            end(FilePhase.CANCELLED, Failure.OTHER_ENDED.words(), FileGoodbye.CANCELLED);
        }
    }

    @Override
    public void accept() {
        if (accepted || offered.isEmpty()) {
            throw new IllegalStateException("the file is not offered any more");
        }
        // who dies after the sender has heard, and before it is noted, would ask our user again
        noted = context.kit().store().keep(kept).handle((_, _) -> Boolean.TRUE);
        take(offered.get());
    }

    @Override
    public void reject() {
        if (accepted || offered.isEmpty()) {
            throw new IllegalStateException("the file is not offered any more: use cancel");
        }
        cancel();
    }

    private void take(OfferedFile one) {
        accepted = true;
        atRest = false;
        broken = Optional.empty();
        limit.cancel();
        lastWords.forget();
        supersede(offered.filter(o -> o != one));
        offered = Optional.of(one);
        offer = one.offer();
        int now = ++round;
        Optional<String> objection = context.ways().objection(offer.end());
        if (objection.isPresent()) {
            failed(objection.get());
            return;
        }
        FileCarrier carrier = context.kit().carrier();
        way = context.ways().answering(kept.peer(), offer.end());
        opening = true;
        when(
                now,
                noted.thenCompose(_ ->
                        carrier.claim(
                                kept.peer(),
                                one.offer().selector(),
                                kept.transferId(),
                                context.policy(kept.account()).content())),
                FileCarrier.Place::release,
                place ->
                        when(
                                now,
                                context.ways().open(way, one.identity()),
                                FileCarrier.Port::close,
                                port -> answer(one, place, port),
                                place::release),
                () -> {});
    }

    private static void supersede(Optional<OfferedFile> before) {
        before.ifPresent(o -> o.refuse(Response.TEMPORARILY_UNAVAILABLE, "Superseded", ""));
    }

    private <T> void when(
            int now,
            CompletionStage<T> stage,
            Consumer<T> giveBack,
            Consumer<T> then,
            Runnable otherwise) {
        stage.whenComplete((value, failure) ->
                context.thread()
                        .execute(() -> {
                            if (gone || now != round) {
                                otherwise.run();
                                if (failure == null) {
                                    giveBack.accept(value);
                                }
                                opening = false;
                                takeNext();
                            } else if (failure == null) {
                                then.accept(value);
                            } else {
                                otherwise.run();
                                opening = false;
                                notNow(failure);
                            }
                        }));
    }

    /// @return whether there was one
    private boolean takeNext() {
        if (gone || kept.paused() || next.isEmpty()) {
            return false;
        }
        OfferedFile once = next.get();
        next = Optional.empty();
        take(once);
        return true;
    }

    private void notNow(Throwable failure) {
        String why = FileSending.words(failure);
        if (!(FileSending.cause(failure) instanceof NoRoomException)) {
            failed(why);
            return;
        }
        // 480: whoever has not begun may leave it at the server, and who has comes back
        offered.ifPresent(o -> o.refuse(Response.TEMPORARILY_UNAVAILABLE, "No Room", why));
        offered = Optional.empty();
        if (begun) {
            interrupted(why);
        } else {
            end(FilePhase.FAILED, why, FileGoodbye.CANCELLED);
        }
    }

    private void answer(OfferedFile one, FileCarrier.Place place, FileCarrier.Port port) {
        opening = false;
        if (!one.isOpen()) {
            place.release();
            port.close();
            return;
        }
        // what the sender begins later with must be there
        if (place.have() < offer.from()) {
            place.release();
            port.close();
            failed("the beginning of the file is not there");
            return;
        }
        answered.ifPresent(OfferedFile::stop);
        answered = Optional.of(one);
        offered = Optional.empty();
        one.accept(port.end(), place.have(), context.random(), new InviteListener());
        report.by(offer.end().isAtRelay() ? FileWay.RELAY : way);
        report.progress(place.have());
        connected = false;
        at = Optional.of(one.identity().contact().getAddress());
        moved = false;
        begun = true;
        moving =
                Optional.of(
                        port.receive(
                                place,
                                offer.end(),
                                offer.answered(port.end()) == MsrpEnd.Setup.ACTIVE,
                                new Progress(round)));
    }

    private final class InviteListener implements OfferedFile.Listener {
        @Override
        public void onCancelled(boolean answeredElsewhere) {
            if (gone) {
                return;
            }
            if (accepted) {
                offered = Optional.empty();
                interrupted("the sender took the offer back");
            } else {
                end(
                        FilePhase.CANCELLED,
                        answeredElsewhere
                                ? Failure.TAKEN_ELSEWHERE.words()
                                : Failure.SENDER_TOOK_BACK.words(),
                        FileGoodbye.CANCELLED);
            }
        }

        @Override
        public void onUnconfirmed() {
            if (!gone && moving.isEmpty()) {
                interrupted("the sender did not confirm");
            }
        }
    }

    private final class Progress implements FileCarrier.Listener {
        private final int taken;

        Progress(int taken) {
            this.taken = taken;
        }

        private void here(Runnable what) {
            context.thread()
                    .execute(() -> {
                        if (!gone && taken == round && moving.isPresent()) {
                            what.run();
                        }
                    });
        }

        @Override
        public void connected() {
            here(() -> connected = true);
        }

        @Override
        public void progress(long bytes) {
            here(() -> report.progress(bytes));
        }

        @Override
        public void complete(Optional<Path> file, String sha256) {
            here(() -> {
                moving = Optional.empty();
                arrived(file, sha256);
            });
        }

        @Override
        public void failed(FileCarrier.Failure why, String words, long bytes) {
            here(() -> {
                moving = Optional.empty();
                if (!connected && !moved && !offer.end().isAtRelay()) {
                    context.ways().ledNowhere(kept.peer(), true, way);
                }
                if (takeNext()) {
                    return;
                }
                if (why == FileCarrier.Failure.INTERRUPTED && lastWords.areOfABye()) {
                    return;
                }
                if (why == FileCarrier.Failure.INTERRUPTED && kept.paused()) {
                    paused();
                    return;
                }
                if (why == FileCarrier.Failure.INTERRUPTED && atRest) {
                    restsThere();
                    return;
                }
                switch (why) {
                    case INTERRUPTED -> {
                        if (connected || moved) { // else the sender looks for another way
                            tellThatItBroke();
                        }
                        interrupted(words);
                    }
                    case CANCELLED ->
                            end(
                                    FilePhase.CANCELLED,
                                    Failure.OTHER_ENDED.words(),
                                    FileGoodbye.CANCELLED);
                    case BLOCKED -> end(FilePhase.BLOCKED, words, FileGoodbye.failed(words));
                    case BROKEN -> FileReceiving.this.failed(words);
                }
            });
        }
    }

    private void arrived(Optional<Path> file, String sha256) {
        limit.cancel();
        lastWords.forget();
        whole = true;
        // who dies after our user has heard, and before it is noted, would get it a second time
        remember(FileStore.Fate.ARRIVED)
                .whenComplete(
                        (_, _) -> context.thread().execute(() -> report.complete(file, sha256)));
        next.ifPresent(o -> o.refuse(603, "Decline", HAVE_IT));
        next = Optional.empty();
        if (answered.isEmpty()) {
            leave();
        } else {
            // RFC 5547 §8.4: the sender ends the session
            limit = context.thread().after(LONGEST_FAREWELL, () -> leave(FileGoodbye.DONE));
        }
    }

    /// Its sender may not have heard.
    private CompletionStage<Void> remember(FileStore.Fate fate) {
        kept = kept.ended(fate);
        return kept.transferId().isEmpty()
                ? context.kit().store().forget(kept) // nobody can ask
                : host.ended(this);
    }

    private boolean isOver() {
        return whole || report.isOver();
    }

    /// A relay may take all that comes for us and say nothing, so that the sender would wait for minutes.
    private void tellThatItBroke() {
        answered.ifPresent(o -> context.bye(o.dialog(), FileGoodbye.INTERRUPTED));
    }

    /// The sender means to go on.
    private void interrupted(String why) {
        answered.ifPresent(OfferedFile::stop);
        broken = answered.or(() -> broken);
        answered = Optional.empty();
        if (kept.paused() || atRest) {
            return; // nobody expects it to go on
        }
        report.waiting(why + "; goes on when the sender is back");
        giveUpAfter(LONGEST_BREAK);
    }

    private void giveUpAfter(Duration time) {
        limit.cancel();
        limit =
                context.thread()
                        .after(
                                time,
                                () ->
                                        end(
                                                FilePhase.FAILED,
                                                Failure.SENDER_NOT_BACK.words(),
                                                FileGoodbye.CANCELLED));
    }

    /// Our user lets it rest, and nothing moves any more.
    private void paused() {
        limit.cancel();
        answered.ifPresent(o -> {
            o.stop();
            context.bye(o.dialog(), FileGoodbye.PAUSED);
        });
        answered = Optional.empty();
        offered.ifPresent(this::refuseForNow);
        offered = Optional.empty();
        next.ifPresent(this::refuseForNow);
        next = Optional.empty();
        report.paused("");
    }

    private void rests(OfferedFile once) {
        offer = once.offer();
        refuseForNow(once);
        offered = Optional.empty();
        atRest = false;
        report.paused("");
    }

    private void refuseForNow(OfferedFile one) {
        one.refuse(Response.TEMPORARILY_UNAVAILABLE, "Paused", RESTS);
    }

    /// Its sender lets it rest.
    private void restsThere() {
        atRest = true;
        giveUpAfter(LONGEST_REST);
        report.paused(kept.paused() ? "" : Failure.PAUSED_BY_OTHER.words());
    }

    @Override
    public boolean isWaiting() {
        return !kept.paused();
    }

    @Override
    public void pause() {
        kept = FileRest.begun(kept, accepted && !isOver(), FileRest.NOT_ON_ITS_WAY);
        context.kit().store().keep(kept);
        if (moving.isPresent()) {
            moving.get().breakOff("paused"); // what came is kept first
        } else {
            round++;
            paused();
        }
    }

    /// The sender offers it again as soon as it hears that we are there.
    @Override
    public void resume() {
        kept = FileRest.ended(kept, atRest);
        context.kit().store().keep(kept);
        if (atRest) {
            restsThere();
        } else {
            interrupted(Failure.SENDER_ASKED.words());
            report.waiting(Failure.SENDER_ASKED.words());
        }
        context.greet(kept.account(), kept.peer());
    }

    private void failed(String why) {
        offered.ifPresent(o -> o.refuse(Response.SERVER_INTERNAL_ERROR, "No File", why));
        end(FilePhase.FAILED, why, FileGoodbye.failed(why));
    }

    private void end(FilePhase phase, String why, FileGoodbye goodbye) {
        if (kept.fate() == FileStore.Fate.OPEN) {
            context.kit().store().forget(kept);
        }
        report.end(phase, why);
        leave(goodbye);
    }

    private void leave(FileGoodbye goodbye) {
        answered.ifPresent(o -> context.bye(o.dialog(), goodbye));
        leave();
    }

    private void leave() {
        if (gone) {
            return;
        }
        gone = true;
        limit.cancel();
        lastWords.forget();
        moving.ifPresent(m -> m.cancel("ended"));
        moving = Optional.empty();
        offered.ifPresent(OfferedFile::stop);
        next.ifPresent(o -> o.refuse(603, "Decline", ""));
        answered.ifPresent(OfferedFile::stop);
        host.over(this);
    }

    @Override
    public void cancel() {
        if (gone || isOver()) {
            return;
        }
        remember(accepted ? FileStore.Fate.GIVEN_UP : FileStore.Fate.DECLINED);
        offered.ifPresent(o -> o.refuse(603, "Decline", ""));
        end(FilePhase.CANCELLED, accepted ? "cancelled" : "declined", FileGoodbye.CANCELLED);
    }

    /// Its connection is closed with all others: to cancel it would say that our user wants no more of it.
    @Override
    public void close() {
        moving = Optional.empty();
        offered.ifPresent(
                o -> o.refuse(Response.TEMPORARILY_UNAVAILABLE, "Temporarily Unavailable", ""));
        leave(FileGoodbye.INTERRUPTED);
    }

    @Override
    public boolean matches(Request request) {
        return inDialog(request).isPresent();
    }

    private Optional<OfferedFile> inDialog(Request request) {
        return answered.or(() -> offered).or(() -> broken).filter(o -> o.dialog().matches(request));
    }

    @Override
    public Optional<CallDialog> dialog() {
        return answered.or(() -> offered).or(() -> broken).map(OfferedFile::dialog);
    }

    @Override
    public void onAck() {
        answered.ifPresent(OfferedFile::onAck);
    }

    @Override
    public void onPrack() {
        offered.ifPresent(OfferedFile::onPrack);
    }

    @Override
    public void onBye(Message bye) {
        answered.ifPresent(OfferedFile::stop);
        boolean before = answered.isEmpty();
        answered = Optional.empty();
        Optional<FileGoodbye> goodbye = FileGoodbye.in(bye);
        if (isOver()) {
            leave(); // a sender that dies before it has noted that offers it once more: it is still
            // known that it has arrived
            return;
        }
        if (before) {
            offered.ifPresent(o -> o.refuse(Response.REQUEST_TERMINATED, "Request Terminated", ""));
        }
        switch (goodbye.map(FileGoodbye::kind).orElse(FileGoodbye.Kind.DONE)) {
            case CANCELLED ->
                    end(FilePhase.CANCELLED, Failure.OTHER_ENDED.words(), FileGoodbye.CANCELLED);
            case FAILED -> {
                String why = Failure.OTHER_PHONE.words() + ": " + goodbye.get().text();
                Runnable end = () -> end(FilePhase.FAILED, why, FileGoodbye.CANCELLED);
                if (moving.isPresent() && connected) {
                    lastWords.awaitTheEnd(end);
                } else {
                    end.run();
                }
            }
            case PAUSED -> {
                atRest = true;
                if (moving.isPresent()) {
                    moving.get().breakOff("paused"); // what came is kept first
                } else {
                    restsThere();
                }
            }
            case INTERRUPTED -> {
                if (moving.isEmpty()) {
                    interrupted(Failure.SENDER_INTERRUPTED.words());
                } // else its connection ends too, and tells how far it came
            }
            case DONE -> {
                limit.cancel();
                limit =
                        context.thread()
                                .after(
                                        LONGEST_FAREWELL,
                                        () ->
                                                end(
                                                        FilePhase.FAILED,
                                                        Failure.ENDED_EARLY.words(),
                                                        FileGoodbye.CANCELLED));
            }
        }
    }

    /// From another network no connection goes on, and none tells so before a long silence. What came is kept before the sender, who hears
    /// of it then, begins again.
    @Override
    public void moveTo(Identity there) {
        dialog().ifPresent(d -> d.moveTo(there));
        if (moving.isPresent() && !at.equals(Optional.of(there.contact().getAddress()))) {
            moved = true;
            moving.get().breakOff(FileSending.ELSEWHERE);
        }
    }
}
