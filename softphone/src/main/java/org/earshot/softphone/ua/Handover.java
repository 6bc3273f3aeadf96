package org.earshot.softphone.ua;

import java.util.Optional;
import javax.sip.message.Response;
import org.earshot.common.stack.InboundRequest;
import org.earshot.common.stack.SipRejection;
import org.earshot.softphone.ua.UserAgentEvent.TransferPhase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How a call is handed on, by us or by the other side (RFC 5589); one such attempt in each direction at a time. Confined to
/// the user-agent thread.
final class Handover {
    private static final Logger log = LoggerFactory.getLogger(Handover.class);

    /// What the call hears.
    interface Listener {
        void tell(UserAgentEvent event);

        /// The other side talks with somebody else.
        void onDone(String target);

        /// The other side wants us to call somebody.
        void onReferral(Referral referral);
    }

    private final Id call;
    private final Listener listener;
    private Optional<Transfer> byUs = Optional.empty();
    private Optional<Referral> byThem = Optional.empty();

    Handover(Id call, Listener listener) {
        this.call = call;
        this.listener = listener;
    }

    /// @throws IllegalStateException if we are handing the call on already
    void requireNoneByUs() {
        if (byUs.isPresent()) {
            throw new IllegalStateException("call " + call + " is being transferred");
        }
    }

    /// Asks the other side to call somebody.
    ///
    /// @param session of the call, in which other changes come first
    /// @param target whom, for the user
    /// @throws IllegalStateException as [#requireNoneByUs]
    void start(CallContext context, Session session, ReferTo to, String target) {
        requireNoneByUs();
        Transfer transfer = new Transfer(context, session.dialog(), to, new Progress(target));
        byUs = Optional.of(transfer);
        tell(target, TransferPhase.ASKED, "");
        session.whenSettled(transfer::start);
    }

    private void tell(String target, TransferPhase phase, String reason) {
        listener.tell(new UserAgentEvent.TransferChanged(call, target, phase, reason));
    }

    private final class Progress implements Transfer.Listener {
        private final String target;

        Progress(String target) {
            this.target = target;
        }

        @Override
        public void onRinging() {
            tell(target, TransferPhase.RINGING, "");
        }

        @Override
        public void onDone() {
            tell(target, TransferPhase.DONE, "");
            listener.onDone(target);
        }

        @Override
        public void onFailed(String reason) {
            byUs = Optional.empty();
            tell(target, TransferPhase.FAILED, reason);
        }
    }

    /// A REFER of the other side.
    ///
    /// @throws SipRejection if it can't be
    void onRefer(InboundRequest request, CallContext context, CallDialog dialog)
            throws SipRejection {
        if (byThem.filter(Referral::isUnderWay).isPresent()) {
            throw Rejections.pending();
        }
        ReferTo to;
        try {
            to = ReferTo.parse(Fields.text(request.message(), "Refer-To").orElse(""));
        } catch (IllegalArgumentException e) {
            log.debug("a REFER that can't be done", e);
            throw new SipRejection(Response.BAD_REQUEST, "Bad Refer-To");
        }
        Referral referral = Referral.accept(request, context, dialog, to);
        byThem = Optional.of(referral);
        listener.onReferral(referral);
    }

    /// A NOTIFY of the other side.
    ///
    /// @throws SipRejection if it is about nothing that we asked for
    void onNotify(InboundRequest request) throws SipRejection {
        byUs.orElseThrow(Rejections::noSuchCall).onNotify(request);
    }

    /// The call is over.
    void stop() {
        byUs.ifPresent(Transfer::stop);
        byThem.ifPresent(Referral::stop);
    }
}
