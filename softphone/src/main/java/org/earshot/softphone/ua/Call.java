package org.earshot.softphone.ua;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.sip.header.Header;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.earshot.common.stack.InboundRequest;
import org.earshot.common.stack.SipRejection;
import org.earshot.common.stack.Timers;
import org.earshot.softphone.media.Direction;
import org.earshot.softphone.media.audio.Conference;
import org.earshot.softphone.sdp.Agreement;
import org.earshot.softphone.sdp.OfferAnswer;
import org.earshot.softphone.sdp.OfferedProfile;
import org.earshot.softphone.ua.CallState.Answering;
import org.earshot.softphone.ua.CallState.Calling;
import org.earshot.softphone.ua.CallState.Ended;
import org.earshot.softphone.ua.CallState.Established;
import org.earshot.softphone.ua.CallState.RingingHere;
import org.earshot.softphone.ua.CallState.RingingThere;
import org.earshot.softphone.ua.JournalEntry.Outcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A call. Confined to the user-agent thread; commands from elsewhere go through [UserAgent].
final class Call {
    private static final Logger log = LoggerFactory.getLogger(Call.class);
    private static final Duration LONGEST_RINGING = Duration.ofMinutes(3);

    /// What a call tells the user agent.
    interface Host {
        void tell(UserAgentEvent event);

        /// @param outcome as the journal has it
        void onEnded(Call call, Outcome outcome);

        /// It was established, and is over.
        void onOver(CallQuality quality);

        /// The other side wants us to call somebody.
        void onReferral(Call by, Referral referral);
    }

    private final CallFacts facts;
    private final Host host;
    private final CallAudio audio;
    private final CallRequests requests = new CallRequests(new RequestListener());
    // what the other side hears of our wish before the call is established
    private final Direction wish;
    private CallContext context;
    private CallState state = new Ended();
    private Timers.Cancellable ringingLimit = () -> {};
    private final Handover handover;
    private final Comparison comparison;
    // whoever wanted this call, and waits to hear how it goes
    private Optional<Referral> wanted = Optional.empty();

    private Call(CallFacts facts, CallContext context, CallAudio audio, Host host) {
        this.facts = facts;
        this.context = context;
        wish = context.direction(false);
        this.audio = audio;
        this.host = host;
        comparison = new Comparison(facts);
        handover = new Handover(facts.id(), new HandoverListener());
        audio.attach(new AudioListener());
    }

    /// Calls somebody.
    ///
    /// @param plan the offers to make
    /// @param more headers of the INVITE
    /// @param wanted by whom, if not by our user
    /// @throws IllegalArgumentException if the URI is none
    static Call outgoing(
            Id id,
            String uri,
            List<OfferedProfile> plan,
            List<Header> more,
            Optional<Referral> wanted,
            CallContext context,
            CallAudio audio,
            Host host) {
        Call call = new Call(new CallFacts(id, uri, false), context, audio, host);
        call.wanted = wanted;
        Fields.uri(uri); // what is none is said now, and not when our addresses are known
        OutgoingInvite invite =
                new OutgoingInvite(
                        context, call::offerAnswer, uri, plan, more, call.new OutgoingListener());
        call.state = new Calling(invite);
        call.changed();
        audio.whenReady(invite::start);
        return call;
    }

    /// Lets somebody's call ring.
    ///
    /// @throws SipRejection if we can't take it
    static Call incoming(
            Id id, InboundRequest request, CallContext context, CallAudio audio, Host host)
            throws SipRejection {
        Caller caller =
                context.identity().direct()
                        ? Caller.claimed(request)
                        : Caller.checked(request.message());
        Call call = new Call(new CallFacts(id, caller.uri(), true), context, audio, host);
        IncomingInvite invite =
                new IncomingInvite(
                        context, call::offerAnswer, request, call.new IncomingListener());
        call.state = new RingingHere(invite);
        call.ringingLimit =
                context.thread()
                        .after(
                                LONGEST_RINGING,
                                () ->
                                        call.leave(
                                                Farewell.UNANSWERED,
                                                Failure.NOT_ANSWERED.words(),
                                                Outcome.MISSED));
        invite.ring();
        host.tell(
                new UserAgentEvent.IncomingCall(id, caller.uri(), caller.name(), caller.claimed()));
        return call;
    }

    /// Answers a call that comes in the place of another (RFC 3891 §3), which ends.
    ///
    /// @throws SipRejection if we can't take it: then the other stays
    static Call replacing(
            Id id,
            InboundRequest request,
            Call replaced,
            CallContext context,
            CallAudio audio,
            Host host)
            throws SipRejection {
        String from = Fields.sender(request.message());
        Call call = new Call(new CallFacts(id, from, true), context, audio, host);
        call.state =
                new RingingHere(
                        new IncomingInvite(
                                context, call::offerAnswer, request, call.new IncomingListener()));
        host.tell(new UserAgentEvent.CallReplaced(id, replaced.id(), from));
        call.answer();
        replaced.leave(Farewell.HANDED_OVER, Failure.REPLACED.words(), Outcome.ANSWERED);
        return call;
    }

    private OfferAnswer offerAnswer() {
        return new OfferAnswer(audio.local(), context.mediaPolicy(facts.peer()), context.random());
    }

    Id id() {
        return facts.id();
    }

    /// Whether it goes from phone to phone without a server.
    boolean isDirect() {
        return context.identity().direct();
    }

    boolean isEstablished() {
        return state instanceof Established;
    }

    boolean isEnded() {
        return state instanceof Ended;
    }

    // Commands

    /// @throws IllegalStateException with a sentence for the user, as with all commands
    void answer() {
        if (!(state instanceof RingingHere(IncomingInvite invite))) {
            throw new IllegalStateException("call " + facts.id() + " does not ring here");
        }
        ringingLimit.cancel();
        state = new Answering(invite, false);
        audio.whenReady(() -> {
            if (state instanceof Answering) {
                // Audio begins with the answer, not with its ACK: the caller may speak at
                // once.
                invite.answer().ifPresent(a -> audio.apply(a.media()));
            }
        });
    }

    void reject() {
        if (!(state instanceof RingingHere)) {
            throw new IllegalStateException("call " + facts.id() + " does not ring here");
        }
        leave(Farewell.HUNG_UP, "declined", Outcome.DECLINED);
    }

    void hangUp() {
        switch (state) {
            case Calling _, RingingThere _ ->
                    leave(Farewell.HUNG_UP, "cancelled", Outcome.CANCELLED);
            case RingingHere _ -> leave(Farewell.HUNG_UP, "declined", Outcome.DECLINED);
            case Answering(IncomingInvite invite, boolean _) -> state = new Answering(invite, true);
            case Established _ ->
                    leave(Farewell.HUNG_UP, Failure.HUNG_UP.words(), Outcome.ANSWERED);
            case Ended _ -> {}
        }
    }

    void hold(boolean on) {
        session().hold(on);
        if (on) {
            audio.hold(true); // at once, not when the other side has agreed
        }
    }

    /// The people of other calls are heard too, and hear this one.
    void join(Conference.Seat seat) {
        Session session = session();
        audio.sit(Optional.of(seat));
        if (session.wantsHold()) {
            session.hold(false);
        }
    }

    void leaveConference() {
        if (state instanceof Established) {
            audio.sit(Optional.empty());
        }
    }

    void compared() {
        session();
        host.tell(comparison.compared(context, audio.keys()));
    }

    /// Has the other side call somebody; on hold until that is done.
    void transfer(ReferTo to, String target) {
        Session session = session();
        handover.requireNoneByUs(); // before the hold: what can't be done changes nothing
        hold(true);
        handover.start(context, session, to, target);
    }

    /// A microphone may have come or gone.
    void microphoneChanged() {
        if (state instanceof Established(Session session)) {
            session.microphoneChanged();
        }
    }

    /// How somebody else comes into our place here.
    ReferTo place() {
        return new ReferTo(
                session().dialog().contact().orElse(facts.peer()),
                Optional.of(Replaces.ofPeerOf(session().dialog().id())));
    }

    String peer() {
        return facts.peer();
    }

    /// The audio of a call that stands.
    CallAudio audio() {
        session();
        return audio;
    }

    void mute(boolean on) {
        audio.mute(on);
    }

    /// The machine is elsewhere in the network, and the connection to the server about to be closed: what only rings
    /// would ring for ever.
    void cutOff() {
        switch (state) {
            case Calling _, RingingThere _, RingingHere _ -> fail(Failure.NETWORK_CHANGED.words());
            case Answering _, Established _, Ended _ -> {} // to be moved once the server knows us
        }
    }

    /// We are reached elsewhere: audio goes on there, and the other side is told.
    ///
    /// @param certain false: only if the address is another one
    void moveTo(Identity there, boolean certain) {
        if (!there.account().address().equals(context.identity().account().address())
                || (!certain && there.equals(context.identity()))) {
            return;
        }
        context = context.at(there);
        try {
            audio.moveTo(there.contact().getAddress(), context.ice());
        } catch (IOException e) {
            log.warn("the audio of call {} can't follow: {}", facts.id(), e.getMessage());
        }
        audio.whenReady(() -> {
            if (state instanceof Established(Session session)) {
                session.moveTo(context, offerAnswer());
            }
        });
    }

    private Session session() {
        if (state instanceof Established(Session session)) {
            return session;
        }
        throw new IllegalStateException("call " + facts.id() + " is not established");
    }

    /// Whether a call is to come in the place of this one, which stands (RFC 3891 §3).
    boolean isNamedBy(Replaces replaces) {
        return state instanceof Established(Session session)
                && replaces.names(session.dialog().id());
    }

    // Requests of the other side

    /// Whether a request is for this call.
    boolean matches(Request request) {
        return state.early().flatMap(i -> i.earlyDialog(request)).isPresent()
                || state.dialog().filter(d -> d.matches(request)).isPresent();
    }

    /// Whether an INVITE is the one that began this call, come by another way.
    boolean isForkOf(Request invite) {
        return facts.incoming() && state.dialog().filter(d -> d.isOf(invite)).isPresent();
    }

    /// A request within the dialog.
    ///
    /// @throws SipRejection to answer with
    void onRequest(InboundRequest request) throws SipRejection {
        requests.handle(request, state, context.identity());
    }

    // What happens

    private final class OutgoingListener implements OutgoingInvite.Listener {
        @Override
        public void onRinging() {
            if (state instanceof Calling(OutgoingInvite invite)) {
                state = new RingingThere(invite);
                audio.ringBack();
                wanted.ifPresent(by -> by.tell(Response.RINGING, "Ringing"));
                changed();
            }
        }

        @Override
        public void onEarlyMedia(Agreement agreement) {
            audio.applyEarly(agreement.media());
        }

        @Override
        public void onAnswered(CallDialog dialog, Agreement agreement) {
            establish(dialog, agreement);
        }

        @Override
        public void onFailed(int status, String reason) {
            wanted.ifPresent(by -> by.tell(status, reason));
            audio.endTone(EndTone.ofRefusal(status));
            end(reason, ofRefusal(status));
        }
    }

    private final class IncomingListener implements IncomingInvite.Listener {
        @Override
        public void onCancelled(boolean answeredElsewhere) {
            end(
                    answeredElsewhere
                            ? Failure.ANSWERED_ELSEWHERE.words()
                            : Failure.CALLER_HUNG_UP.words(),
                    answeredElsewhere ? Outcome.ELSEWHERE : Outcome.MISSED);
        }

        @Override
        public void onConfirmed(CallDialog dialog, Agreement agreement) {
            if (state instanceof Answering(IncomingInvite _, boolean hungUp) && hungUp) {
                leave(Farewell.HUNG_UP, Failure.HUNG_UP.words(), Outcome.ANSWERED);
            } else {
                establish(dialog, agreement);
            }
        }

        @Override
        public void onFailed(String reason) {
            leave(Farewell.BROKEN, reason, Outcome.FAILED);
        }
    }

    private final class SessionListener implements Session.Listener {
        @Override
        public void onChanged() {
            if (state instanceof Established(Session session)) {
                remember(session.agreement());
                audio.apply(session.agreement().media());
                audio.hold(session.isHolding() || session.wantsHold());
                changed();
            }
        }

        @Override
        public void onRefused(String reason) {
            if (state instanceof Established(Session session)) {
                audio.hold(session.isHolding());
            }
            host.tell(new UserAgentEvent.CommandFailed(Optional.of(facts.id()), "hold: " + reason));
        }

        @Override
        public void onBroken(String reason) {
            fail(reason);
        }
    }

    private final class AudioListener implements CallAudio.Listener {
        @Override
        public void tell(UserAgentEvent event) {
            // before the answer there is nobody who could mean us
            if (!(event instanceof UserAgentEvent.DigitReceived) || isEstablished()) {
                host.tell(event);
            }
        }

        @Override
        public void onKeys() {
            if (state
                    instanceof
                    Established) { // before, it may be somebody who only says that it rings
                context.learnEncrypted(facts.peer());
                changed();
            }
        }

        @Override
        public void onWayLost() {
            if (state instanceof Established && audio.isReady()) {
                audio.lookAgain(context.ice());
                audio.whenReady(() -> {
                    if (state instanceof Established(Session session)) {
                        session.findOtherWay(offerAnswer());
                    }
                });
            }
        }

        @Override
        public void onFailed(String reason) {
            fail(reason);
        }
    }

    private final class RequestListener implements CallRequests.Listener {
        @Override
        public void onBye() {
            end(Failure.OTHER_HUNG_UP.words(), ofBreak());
        }

        @Override
        public void onDigit(char digit) {
            host.tell(new UserAgentEvent.DigitReceived(facts.id(), digit));
        }

        @Override
        public void onRefer(InboundRequest request, Session session) throws SipRejection {
            handover.onRefer(request, context, session.dialog());
        }

        @Override
        public void onNotify(InboundRequest request) throws SipRejection {
            handover.onNotify(request);
        }
    }

    private final class HandoverListener implements Handover.Listener {
        @Override
        public void tell(UserAgentEvent event) {
            host.tell(event);
        }

        @Override
        public void onDone(String target) {
            leave(Farewell.HANDED_OVER, "transferred to " + target, Outcome.ANSWERED);
        }

        @Override
        public void onReferral(Referral referral) {
            host.onReferral(Call.this, referral);
        }
    }

    private void fail(String reason) {
        if (!(state instanceof RingingHere)) { // that was nobody's yet
            audio.endTone(EndTone.CONGESTION);
        }
        leave(Farewell.BROKEN, reason, ofBreak());
    }

    /// What it means that nobody here wanted the end.
    private Outcome ofBreak() {
        return state instanceof RingingHere ? Outcome.MISSED : Outcome.FAILED;
    }

    private static Outcome ofRefusal(int status) {
        return switch (status) {
            case Response.BUSY_HERE, Response.BUSY_EVERYWHERE -> Outcome.BUSY;
            case Response.DECLINE -> Outcome.DECLINED;
            case Response.REQUEST_TERMINATED -> Outcome.CANCELLED;
            default -> Outcome.FAILED;
        };
    }

    private void leave(Farewell words, String reason, Outcome outcome) {
        words.say(state, context);
        end(reason, outcome);
    }

    private void establish(CallDialog dialog, Agreement agreement) {
        Session session =
                new Session(
                        context,
                        offerAnswer(),
                        dialog,
                        agreement,
                        wish,
                        !facts.incoming(),
                        new SessionListener());
        state = new Established(session);
        wanted.ifPresent(by -> by.tell(Response.OK, "OK"));
        audio.apply(agreement.media());
        audio.watch();
        remember(agreement);
        changed();
        if (!dialog.isAt(context.identity())) { // moved while it was answered
            session.moveTo(context, offerAnswer());
        } else {
            session.microphoneChanged(); // while it rang
        }
    }

    private void remember(Agreement agreement) {
        if (agreement.media().outboundKeys().isPresent() || audio.keys().isPresent()) {
            context.learnEncrypted(facts.peer());
        }
    }

    /// @param outcome of a call that was not established
    private void end(String reason, Outcome outcome) {
        ringingLimit.cancel();
        switch (state) {
            case Established(Session session) -> {
                session.stop();
                if (!isDirect()) { // what passes the server by is no business of its
                    quality(session).ifPresent(host::onOver);
                }
            }
            case RingingHere(IncomingInvite invite) -> invite.stop();
            case Answering(IncomingInvite invite, boolean _) -> invite.stop();
            case Calling _, RingingThere _ -> {} // lives on to end what is answered too late
            case Ended _ -> {
                return;
            }
        }
        audio.close();
        handover.stop();
        wanted.ifPresent(by -> by.tell(Response.REQUEST_TERMINATED, "Request Terminated"));
        boolean talked = state instanceof Established;
        state = new Ended();
        host.tell(facts.in(state, reason, outcome == Outcome.MISSED && !talked));
        host.onEnded(this, talked ? Outcome.ANSWERED : outcome);
    }

    private Optional<CallQuality> quality(Session session) {
        return audio.quality()
                .map(media ->
                        new CallQuality(
                                context.identity().account(),
                                facts,
                                session.dialog().id(),
                                session.agreement().codec(),
                                new InetSocketAddress(
                                        audio.local().address(), audio.local().rtpPort()),
                                media));
    }

    /// A session without keys is told of when it has them: before that nobody could speak.
    private void changed() {
        boolean stands = state instanceof Established;
        if (stands && audio.awaitsKeys()) {
            return;
        }
        host.tell(facts.in(state, stands ? audio.keys() : Optional.empty(), "", false));
        if (stands) {
            comparison.news(context, audio.keys()).ifPresent(host::tell);
        }
    }
}
