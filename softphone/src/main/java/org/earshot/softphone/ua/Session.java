package org.earshot.softphone.ua;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.InboundRequest;
import org.earshot.common.stack.SipRejection;
import org.earshot.common.stack.Timers;
import org.earshot.softphone.media.Direction;
import org.earshot.softphone.media.ice.IceParameters;
import org.earshot.softphone.sdp.Agreement;
import org.earshot.softphone.sdp.Offer;
import org.earshot.softphone.sdp.OfferAnswer;
import org.earshot.softphone.sdp.SdpException;
import org.earshot.softphone.sdp.SessionDescription;

/// A call that stands: how it changes, from here and from there (RFC 3261 §14, RFC 3311), one change at a time.
/// Confined to the user-agent thread.
final class Session {

    /// What the call hears.
    interface Listener {
        /// What was agreed has changed.
        void onChanged();

        /// A change that the user asked for was refused; the session goes on as it was.
        void onRefused(String reason);

        /// The session can't go on; BYE is sent by the call.
        void onBroken(String reason);
    }

    private final CallDialog dialog;
    private final boolean ownCallId;
    private final Listener listener;

    private CallContext context;
    private OfferAnswer offerAnswer;
    private Agreement agreement;
    private boolean holding;
    private boolean wantsHold;
    private boolean placeIsKnown = true;
    private boolean wantsOtherWay;
    // our wish, as the other side knows it
    private Direction wished;
    private int failures;
    private Optional<Requester.Exchange> offering = Optional.empty();
    private Optional<Timers.Cancellable> pause = Optional.empty();
    private Optional<Answering> answering = Optional.empty();
    private final ArrayDeque<Runnable> whenSettled = new ArrayDeque<>();

    /// A re-INVITE of the other side that we answered, until its ACK.
    private record Answering(long cSeq, Retransmission retransmission, Optional<Offer> ownOffer) {}

    /// @param wished the direction that the other side knows as our wish
    /// @param ownCallId whether our side called, and so owns the Call-ID (RFC 3261 §14.1)
    Session(
            CallContext context,
            OfferAnswer offerAnswer,
            CallDialog dialog,
            Agreement agreement,
            Direction wished,
            boolean ownCallId,
            Listener listener) {
        this.context = context;
        this.offerAnswer = offerAnswer;
        this.dialog = dialog;
        this.agreement = agreement;
        this.ownCallId = ownCallId;
        this.wished = wished;
        this.listener = listener;
    }

    CallDialog dialog() {
        return dialog;
    }

    Agreement agreement() {
        return agreement;
    }

    /// Whether we hold the other side.
    boolean isHolding() {
        return holding;
    }

    /// Whether the user wants to hold the other side, agreed or not yet.
    boolean wantsHold() {
        return wantsHold;
    }

    /// Holds or takes back, as soon as no other change is under way.
    void hold(boolean on) {
        wantsHold = on;
        reconcile();
    }

    /// We are at another address, and so is our audio: the other side hears of it as soon as no other change is
    /// under way. Changes whose messages would come to the old address are given up.
    ///
    /// @param there with the address for Contact
    /// @param atThatPlace with the address for audio
    void moveTo(CallContext there, OfferAnswer atThatPlace) {
        context = there;
        offerAnswer = atThatPlace;
        dialog.moveTo(there.identity());
        placeIsKnown = false;
        failures = 0;
        stop();
        offering = Optional.empty();
        pause = Optional.empty();
        answering = Optional.empty();
        reconcile();
    }

    /// A microphone may have come or gone: the other side hears of that as soon as no other change is under way.
    void microphoneChanged() {
        reconcile();
    }

    /// The way that ICE found does not work any more: both look for another one.
    ///
    /// @param nowKnown with the addresses that we have now
    void findOtherWay(OfferAnswer nowKnown) {
        offerAnswer = nowKnown;
        wantsOtherWay = true;
        reconcile();
    }

    /// Does something once no change is under way: a phone refuses what comes into the middle of one (491, or 403 of JsSIP). Never
    /// where the session ends before.
    void whenSettled(Runnable work) {
        whenSettled.add(work);
        settle();
    }

    private boolean isChanging() {
        return offering.isPresent() || pause.isPresent() || answering.isPresent();
    }

    private void settle() {
        while (!isChanging() && !whenSettled.isEmpty()) {
            whenSettled.removeFirst().run();
        }
    }

    private void reconcile() {
        Direction wish = context.direction(wantsHold);
        if (isChanging()) {
            return;
        }
        if (wish == wished && placeIsKnown && !wantsOtherWay) {
            settle();
            return;
        }
        boolean hold = wantsHold;
        boolean otherWay = wantsOtherWay;
        Offer offer = offerAnswer.offerAgain(agreement, wish, otherWay);
        wantsOtherWay = false;
        Request invite = dialog.request(Request.INVITE);
        Fields.setBody(invite, "application", "sdp", offer.description().toBytes());
        offering =
                Optional.of(
                        context.requester()
                                .send(
                                        invite,
                                        dialog.destination(),
                                        dialog::nextSeq,
                                        new ReinviteAnswers(offer, wish, hold, otherWay)));
    }

    private final class ReinviteAnswers implements Requester.Handler {
        private final Offer offer;
        private final Direction wish;
        private final boolean hold;
        private final boolean otherWay;

        ReinviteAnswers(Offer offer, Direction wish, boolean hold, boolean otherWay) {
            this.offer = offer;
            this.wish = wish;
            this.hold = hold;
            this.otherWay = otherWay;
        }

        @Override
        public void onResponse(Request sent, Response response, Flow flow) {
            int status = response.getStatusCode();
            if (status < 200) {
                return;
            }
            if (status >= 300) {
                onFailure(status, Reasons.of(status, response.getReasonPhrase()));
                return;
            }
            dialog.refreshTarget(response);
            context.requester().sendAck(dialog.ack(Fields.cSeq(response)), dialog.destination());
            if (offering.isEmpty()) {
                return; // a repetition
            }
            offering = Optional.empty();
            try {
                agreement =
                        offerAnswer.agree(offer, SessionDescription.parse(Fields.body(response)));
            } catch (SdpException e) {
                listener.onBroken(e.getMessage());
                return;
            }
            holding = hold;
            wished = wish;
            placeIsKnown = true;
            listener.onChanged();
            reconcile();
        }

        @Override
        public void onFailure(int status, String reason) {
            offering = Optional.empty();
            switch (AfterRefusal.of(status, !placeIsKnown || otherWay)) {
                case GLARE -> {
                    wantsOtherWay |= otherWay;
                    pause(glare());
                }
                case AGAIN -> {
                    wantsOtherWay |= otherWay;
                    pause(Backoff.after(++failures, false, context.random()));
                }
                case BROKEN -> listener.onBroken(reason);
                case AS_BEFORE -> {
                    // it was told, and does not matter to the other side
                    placeIsKnown = true;
                    wished = wish;
                    if (wantsHold != holding) {
                        wantsHold = holding;
                        wished = context.direction(holding);
                        listener.onRefused(reason);
                    }
                    settle();
                }
            }
        }
    }

    /// RFC 3261 §14.1: the owner of the Call-ID waits longer, both in steps of 10 ms.
    private Duration glare() {
        int steps = ownCallId ? 210 + context.random().nextInt(191) : context.random().nextInt(201);
        return Duration.ofMillis(steps * 10L);
    }

    private void pause(Duration wait) {
        pause =
                Optional.of(
                        context.thread()
                                .after(
                                        wait,
                                        () -> {
                                            pause = Optional.empty();
                                            reconcile();
                                        }));
    }

    /// A re-INVITE or UPDATE of the other side.
    ///
    /// @throws SipRejection if it can't be, and the session stays as it was
    void onOffer(InboundRequest request) throws SipRejection {
        Request message = request.message();
        boolean update = request.method().equals(Request.UPDATE);
        if (answering.isPresent()) {
            // RFC 3261 §14.2: the one before is not finished
            throw new SipRejection(
                    Response.SERVER_INTERNAL_ERROR,
                    "Server Internal Error",
                    Fields.header("Retry-After", Integer.toString(context.random().nextInt(10))));
        }
        boolean empty = Fields.body(message).length == 0;
        if (offering.isPresent() && !(update && empty)) {
            throw Rejections.pending();
        }
        Response response = request.createResponse(Response.OK, "OK");
        response.addHeader(Fields.header("Contact", context.identity().contactValue()));
        Optional<Offer> ownOffer = Optional.empty();
        Direction wanted = context.direction(holding);
        if (!empty) {
            if (!Fields.hasType(message, "application", "sdp")) {
                throw Rejections.unsupportedType("application/sdp");
            }
            Optional<IceParameters> before = agreement.media().ice();
            try {
                agreement =
                        offerAnswer.answer(
                                SessionDescription.parse(Fields.body(message)),
                                Optional.of(agreement),
                                wanted);
                if (isSearchedAnew(before)) {
                    wantsOtherWay = false; // they were first, and hear our addresses in the answer
                }
            } catch (SdpException e) {
                throw Rejections.notAcceptable(e.getMessage());
            }
            Fields.setBody(response, "application", "sdp", agreement.local().toBytes());
        } else if (!update) {
            Offer offer = offerAnswer.offerAgain(agreement, wanted);
            ownOffer = Optional.of(offer);
            Fields.setBody(response, "application", "sdp", offer.description().toBytes());
        }
        dialog.refreshTarget(message);
        if (update) {
            request.respond(response);
        } else {
            answering =
                    Optional.of(
                            new Answering(
                                    Fields.cSeq(message),
                                    Retransmission.ofFinal(
                                            context.thread(),
                                            () -> request.respond((Response) response.clone()),
                                            () -> listener.onBroken("the other side is gone")),
                                    ownOffer));
        }
        if (!empty || !update) {
            wished = wanted;
        }
        if (!empty) {
            listener.onChanged();
        }
    }

    private boolean isSearchedAnew(Optional<IceParameters> before) {
        return before.isPresent()
                && agreement.media().ice().filter(before.get()::continues).isEmpty();
    }

    /// An ACK of the other side.
    void onAck(Request ack) {
        if (answering.isEmpty() || answering.get().cSeq() != Fields.cSeq(ack)) {
            return;
        }
        Answering done = answering.get();
        done.retransmission().stop();
        answering = Optional.empty();
        if (done.ownOffer().isPresent()) {
            try {
                agreement =
                        offerAnswer.agree(
                                done.ownOffer().get(), SessionDescription.parse(Fields.body(ack)));
                listener.onChanged();
            } catch (SdpException e) {
                listener.onBroken(e.getMessage());
                return;
            }
        }
        reconcile();
    }

    /// Sends nothing any more.
    void stop() {
        pause.ifPresent(Timers.Cancellable::cancel);
        answering.ifPresent(a -> a.retransmission().stop());
        offering.ifPresent(Requester.Exchange::abandon);
    }
}
