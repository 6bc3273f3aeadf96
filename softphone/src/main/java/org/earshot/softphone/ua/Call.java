package org.earshot.softphone.ua;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.earshot.common.stack.InboundRequest;
import org.earshot.common.stack.SipRejection;
import org.earshot.common.stack.Timers;
import org.earshot.softphone.sdp.Agreement;
import org.earshot.softphone.sdp.OfferAnswer;
import org.earshot.softphone.sdp.OfferedProfile;
import org.earshot.softphone.ua.CallState.Answering;
import org.earshot.softphone.ua.CallState.Calling;
import org.earshot.softphone.ua.CallState.Ended;
import org.earshot.softphone.ua.CallState.Established;
import org.earshot.softphone.ua.CallState.RingingHere;
import org.earshot.softphone.ua.CallState.RingingThere;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A call. Confined to the user-agent thread; commands from elsewhere go through [UserAgent].
final class Call {
    private static final Logger log = LoggerFactory.getLogger(Call.class);
    private static final Duration LONGEST_RINGING = Duration.ofMinutes(3);

    /// What a call tells the user agent.
    interface Host {
        void tell(UserAgentEvent event);

        void onEnded(Call call);
    }

    private final Id id;
    private final String peer;
    private final boolean incoming;
    private final Host host;
    private final CallAudio audio;
    private CallContext context;
    private CallState state = new Ended();
    private Timers.Cancellable ringingLimit = () -> {};

    private Call(
            Id id, String peer, boolean incoming, CallContext context, CallAudio audio, Host host) {
        this.id = id;
        this.peer = peer;
        this.incoming = incoming;
        this.context = context;
        this.audio = audio;
        this.host = host;
        audio.attach(new AudioListener());
    }

    /// Calls somebody.
    ///
    /// @param plan the offers to make
    /// @throws IllegalArgumentException if the URI is none
    static Call outgoing(
            Id id,
            String uri,
            List<OfferedProfile> plan,
            CallContext context,
            CallAudio audio,
            Host host) {
        Call call = new Call(id, uri, false, context, audio, host);
        OutgoingInvite invite =
                new OutgoingInvite(
                        context, call.offerAnswer(), uri, plan, call.new OutgoingListener());
        call.state = new Calling(invite);
        call.changed("");
        invite.start();
        return call;
    }

    /// Lets somebody's call ring.
    ///
    /// @throws SipRejection if we can't take it
    static Call incoming(
            Id id, InboundRequest request, CallContext context, CallAudio audio, Host host)
            throws SipRejection {
        String from = Fields.sender(request.message());
        Call call = new Call(id, from, true, context, audio, host);
        IncomingInvite invite =
                new IncomingInvite(
                        context, call.offerAnswer(), request, call.new IncomingListener());
        call.state = new RingingHere(invite);
        call.ringingLimit =
                context.thread()
                        .after(
                                LONGEST_RINGING,
                                () ->
                                        call.decline(
                                                480,
                                                "Temporarily Unavailable",
                                                "not answered",
                                                true));
        invite.ring();
        host.tell(new UserAgentEvent.IncomingCall(id, from, Fields.senderName(request.message())));
        return call;
    }

    private OfferAnswer offerAnswer() {
        return new OfferAnswer(audio.local(), context.mediaPolicy(peer), context.random());
    }

    Id id() {
        return id;
    }

    boolean isEnded() {
        return state instanceof Ended;
    }

    // Commands

    /// @throws IllegalStateException with a sentence for the user, as with all commands
    void answer() {
        if (!(state instanceof RingingHere(IncomingInvite invite))) {
            throw new IllegalStateException("call " + id + " does not ring here");
        }
        ringingLimit.cancel();
        state = new Answering(invite, false);
        // Audio begins with the answer, not with its ACK: the caller may speak at once.
        invite.answer().ifPresent(a -> audio.apply(a.media()));
    }

    void reject() {
        if (!(state instanceof RingingHere)) {
            throw new IllegalStateException("call " + id + " does not ring here");
        }
        decline(Response.BUSY_HERE, "Busy Here", "declined", false);
    }

    private void decline(int status, String phrase, String reason, boolean missed) {
        if (state instanceof RingingHere(IncomingInvite invite)) {
            invite.reject(status, phrase);
            end(reason, missed);
        }
    }

    void hangUp() {
        switch (state) {
            case Calling(OutgoingInvite invite) -> giveUp(invite);
            case RingingThere(OutgoingInvite invite) -> giveUp(invite);
            case RingingHere _ -> decline(Response.BUSY_HERE, "Busy Here", "declined", false);
            case Answering(IncomingInvite invite, boolean _) -> state = new Answering(invite, true);
            case Established(Session session) -> {
                bye(session.dialog(), "SIP;cause=200;text=\"hung up\"");
                end("hung up", false);
            }
            case Ended _ -> {}
        }
    }

    private void giveUp(OutgoingInvite invite) {
        invite.cancel();
        end("cancelled", false);
    }

    void hold(boolean on) {
        session().hold(on);
        if (on) {
            audio.hold(true); // at once, not when the other side has agreed
        }
    }

    void sendDigits(String digits) {
        session();
        audio.sendDigits(digits);
    }

    void mute(boolean on) {
        audio.mute(on);
    }

    /// The machine is elsewhere in the network, and the connection to the server about to be closed: what only rings
    /// would ring for ever.
    void cutOff() {
        switch (state) {
            case Calling _, RingingThere _, RingingHere _ -> fail("the network changed");
            case Answering _, Established _, Ended _ -> {} // to be moved once the server knows us
        }
    }

    /// We are reached elsewhere: audio goes on there, and the other side is told.
    ///
    /// @param certain false: only if the address is another one
    void moveTo(Identity there, boolean certain) {
        if (!there.account().equals(context.identity().account())
                || (!certain && there.equals(context.identity()))) {
            return;
        }
        context = context.at(there);
        try {
            audio.moveTo(there.contact().getAddress());
        } catch (IOException e) {
            log.warn("call {}: its audio can't follow: {}", id, e.getMessage());
        }
        if (state instanceof Established(Session session)) {
            session.moveTo(context, offerAnswer());
        }
    }

    private Session session() {
        if (state instanceof Established(Session session)) {
            return session;
        }
        throw new IllegalStateException("call " + id + " is not established");
    }

    // Requests of the other side

    /// Whether a request is for this call.
    boolean matches(Request request) {
        return early().flatMap(i -> i.earlyDialog(request)).isPresent()
                || dialog().filter(d -> d.matches(request)).isPresent();
    }

    /// Whether an INVITE is the one that began this call, come by another way.
    boolean isForkOf(Request invite) {
        return incoming && dialog().filter(d -> d.isOf(invite)).isPresent();
    }

    private Optional<OutgoingInvite> early() {
        return switch (state) {
            case Calling(OutgoingInvite invite) -> Optional.of(invite);
            case RingingThere(OutgoingInvite invite) -> Optional.of(invite);
            case RingingHere _, Answering _, Established _, Ended _ -> Optional.empty();
        };
    }

    private Optional<CallDialog> dialog() {
        return switch (state) {
            case RingingHere(IncomingInvite invite) -> Optional.of(invite.dialog());
            case Answering(IncomingInvite invite, boolean _) -> Optional.of(invite.dialog());
            case Established(Session session) -> Optional.of(session.dialog());
            case Calling _, RingingThere _, Ended _ -> Optional.empty();
        };
    }

    /// A request within the dialog.
    ///
    /// @throws SipRejection to answer with
    void onRequest(InboundRequest request) throws SipRejection {
        Request message = request.message();
        if (request.method().equals(Request.ACK)) {
            onAck(message);
            return;
        }
        Optional<CallDialog> early = early().flatMap(i -> i.earlyDialog(message));
        if (early.isPresent()) {
            onEarlyRequest(request, early.get());
            return;
        }
        if (!dialog().orElseThrow().accepts(message)) {
            throw new SipRejection(Response.SERVER_INTERNAL_ERROR, "Out Of Order");
        }
        switch (request.method()) {
            case Request.BYE -> {
                request.respond(Response.OK, "OK");
                if (state instanceof RingingHere(IncomingInvite invite)) {
                    invite.reject(Response.REQUEST_TERMINATED, "Request Terminated");
                }
                end("the other side hung up", state instanceof RingingHere);
            }
            case Request.INVITE, Request.UPDATE -> {
                if (!(state instanceof Established(Session session))) {
                    throw Rejections.pending();
                }
                session.onOffer(request);
            }
            case Request.PRACK -> {
                if (state instanceof RingingHere(IncomingInvite invite)) {
                    invite.onPrack();
                }
                request.respond(Response.OK, "OK");
            }
            case Request.INFO -> onInfo(request);
            default -> request.respond(Response.OK, "OK"); // OPTIONS
        }
    }

    /// A request of somebody who rings for us.
    private void onEarlyRequest(InboundRequest request, CallDialog dialog) throws SipRejection {
        Request message = request.message();
        if (!dialog.accepts(message)) {
            throw new SipRejection(Response.SERVER_INTERNAL_ERROR, "Out Of Order");
        }
        switch (request.method()) {
            case Request.INVITE -> throw Rejections.pending();
            case Request.UPDATE -> {
                if (Fields.body(message).length > 0) {
                    throw Rejections.pending(); // RFC 3311 §5.2: our offer waits for its answer
                }
                dialog.refreshTarget(message);
                Response response = request.createResponse(Response.OK, "OK");
                response.addHeader(Fields.header("Contact", context.identity().contactValue()));
                request.respond(response);
            }
            case Request.INFO -> onInfo(request);
            default -> request.respond(Response.OK, "OK"); // OPTIONS
        }
    }

    private void onAck(Request ack) {
        switch (state) {
            case Answering(IncomingInvite invite, boolean _) -> invite.onAck(ack);
            case Established(Session session) -> session.onAck(ack);
            case Calling _, RingingThere _, RingingHere _, Ended _ -> {}
        }
    }

    /// Keys as desk phones of some makers send them.
    private void onInfo(InboundRequest request) throws SipRejection {
        Request message = request.message();
        boolean relay = Fields.hasType(message, "application", "dtmf-relay");
        if (!relay && !Fields.hasType(message, "application", "dtmf")) {
            if (Fields.body(message).length == 0) {
                request.respond(Response.OK, "OK"); // some use it to see whether we are alive
                return;
            }
            throw Rejections.unsupportedType("application/dtmf-relay");
        }
        request.respond(Response.OK, "OK");
        InfoDigits.in(Fields.bodyText(message))
                .ifPresent(digit -> host.tell(new UserAgentEvent.DigitReceived(id, digit)));
    }

    // What happens

    private final class OutgoingListener implements OutgoingInvite.Listener {
        @Override
        public void onRinging() {
            if (state instanceof Calling(OutgoingInvite invite)) {
                state = new RingingThere(invite);
                changed("");
            }
        }

        @Override
        public void onEarlyMedia(Agreement agreement) {
            audio.apply(agreement.media());
        }

        @Override
        public void onAnswered(CallDialog dialog, Agreement agreement) {
            establish(dialog, agreement);
        }

        @Override
        public void onFailed(int status, String reason) {
            end(reason, false);
        }
    }

    private final class IncomingListener implements IncomingInvite.Listener {
        @Override
        public void onCancelled(boolean answeredElsewhere) {
            end(
                    answeredElsewhere ? "answered elsewhere" : "the caller hung up",
                    !answeredElsewhere);
        }

        @Override
        public void onConfirmed(CallDialog dialog, Agreement agreement) {
            if (state instanceof Answering(IncomingInvite _, boolean hungUp) && hungUp) {
                bye(dialog, "SIP;cause=200;text=\"hung up\"");
                end("hung up", false);
            } else {
                establish(dialog, agreement);
            }
        }

        @Override
        public void onFailed(String reason) {
            if (state instanceof Answering(IncomingInvite invite, boolean _)) {
                bye(invite.dialog(), "SIP;cause=488");
            }
            end(reason, false);
        }
    }

    private final class SessionListener implements Session.Listener {
        @Override
        public void onChanged() {
            if (state instanceof Established(Session session)) {
                remember(session.agreement());
                audio.apply(session.agreement().media());
                audio.hold(session.isHolding() || session.wantsHold());
                changed("");
            }
        }

        @Override
        public void onRefused(String reason) {
            if (state instanceof Established(Session session)) {
                audio.hold(session.isHolding());
            }
            host.tell(new UserAgentEvent.CommandFailed(Optional.of(id), "hold: " + reason));
        }

        @Override
        public void onBroken(String reason) {
            fail(reason);
        }
    }

    private final class AudioListener implements CallAudio.Listener {
        @Override
        public void onReport(UserAgentEvent.MediaReport report) {
            if (state instanceof Established) {
                host.tell(report);
            }
        }

        @Override
        public void onDigit(char digit) {
            if (state instanceof Established) {
                host.tell(new UserAgentEvent.DigitReceived(id, digit));
            }
        }

        @Override
        public void onFailed(String reason) {
            fail(reason);
        }
    }

    /// Something of ours makes it impossible to go on.
    private void fail(String reason) {
        switch (state) {
            case Established(Session session) -> {
                bye(session.dialog(), "SIP;cause=488");
                end(reason, false);
            }
            case Calling(OutgoingInvite invite) -> failEarly(invite, reason);
            case RingingThere(OutgoingInvite invite) -> failEarly(invite, reason);
            case RingingHere _ ->
                    decline(Response.SERVER_INTERNAL_ERROR, "Server Internal Error", reason, true);
            case Answering(IncomingInvite invite, boolean _) -> {
                invite.stop();
                bye(invite.dialog(), "SIP;cause=488");
                end(reason, false);
            }
            case Ended _ -> {}
        }
    }

    private void failEarly(OutgoingInvite invite, String reason) {
        invite.cancel();
        end(reason, false);
    }

    private void establish(CallDialog dialog, Agreement agreement) {
        Session session =
                new Session(
                        context,
                        offerAnswer(),
                        dialog,
                        agreement,
                        !incoming,
                        new SessionListener());
        state = new Established(session);
        audio.apply(agreement.media());
        audio.watch();
        remember(agreement);
        changed("");
        if (!dialog.isAt(context.identity())) { // moved while it was answered
            session.moveTo(context, offerAnswer());
        }
    }

    private void remember(Agreement agreement) {
        if (agreement.media().outboundKeys().isPresent()) {
            context.learnEncrypted(peer);
        }
    }

    private void bye(CallDialog dialog, String reason) {
        Request bye = dialog.request(Request.BYE);
        bye.addHeader(Fields.header("Reason", reason));
        context.requester().send(bye, dialog.destination(), dialog::nextSeq, Ignored.HANDLER);
    }

    private void end(String reason, boolean missed) {
        ringingLimit.cancel();
        switch (state) {
            case Established(Session session) -> session.stop();
            case RingingHere(IncomingInvite invite) -> invite.stop();
            case Answering(IncomingInvite invite, boolean _) -> invite.stop();
            case Calling _, RingingThere _ -> {} // lives on to end what is answered too late
            case Ended _ -> {
                return;
            }
        }
        audio.close();
        state = new Ended();
        tellState(reason, missed, Optional.empty());
        host.onEnded(this);
    }

    private void changed(String reason) {
        Optional<Agreement> agreement =
                state instanceof Established(Session session)
                        ? Optional.of(session.agreement())
                        : Optional.empty();
        tellState(reason, false, agreement);
    }

    private void tellState(String reason, boolean missed, Optional<Agreement> agreement) {
        host.tell(
                new UserAgentEvent.CallChanged(
                        id,
                        state.phase(),
                        peer,
                        incoming,
                        reason,
                        missed,
                        agreement.map(Agreement::heldByPeer).orElse(false),
                        agreement.map(a -> a.codec().encodingName()),
                        agreement.map(Agreement::encryption)));
    }
}
