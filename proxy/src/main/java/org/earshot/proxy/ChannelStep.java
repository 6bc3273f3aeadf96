package org.earshot.proxy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sip.header.Header;
import javax.sip.header.ReasonHeader;
import javax.sip.header.SubjectHeader;
import javax.sip.message.Message;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.SipRejection;
import org.earshot.proxy.channel.Channel;
import org.earshot.proxy.channel.ChannelPolicy;
import org.earshot.proxy.channel.FileRules;
import org.earshot.proxy.channel.FreeText;
import org.earshot.proxy.channel.HeaderWords;
import org.earshot.proxy.channel.OfferedChannel;
import org.earshot.proxy.channel.ReasonPhrases;
import org.earshot.proxy.channel.Refusal;
import org.earshot.proxy.channel.Rule;
import org.earshot.proxy.channel.SealedMessage;
import org.earshot.proxy.channel.SessionWords;

/// No channel beside the record (docs/decisions/0015): refuses what would carry words that the archive does not get. Behind
/// [OriginStep]: who is not known learns nothing of the rules.
///
/// An ACK can't be answered: one that answers an offer with a chat goes no further, and the callee, who waits for it, hangs up
/// (RFC 3261 §13.3.1.4). A BYE must arrive: it goes on without its body, as does an ACK that has nothing but text.
final class ChannelStep implements RequestStep {
    private static final List<String> SESSIONS_AND_SIGNALS =
            List.of(
                    "application/sdp",
                    "application/dtmf-relay",
                    "application/media_control+xml",
                    "application/pidf+xml",
                    "message/sipfrag");
    private static final String ELSEWHERE =
            "text is recorded in MESSAGE only, send a message instead";
    private static final List<String> TEXTS = List.of("text/plain", "message/cpim");

    private final ChannelPolicy policy;
    private final FileRules files;
    private final String realm;
    private final CallArchive record;

    /// @param record is told of what does not pass
    ChannelStep(ChannelPolicy policy, FileRules files, String realm, CallArchive record) {
        this.policy = policy;
        this.files = files;
        this.realm = realm;
        this.record = record;
    }

    @Override
    public void apply(RequestInProgress request) throws SipRejection {
        Request message = request.message();
        switch (request.inbound().method()) {
            case Request.MESSAGE -> checkMessage(message);
            case Request.BYE -> {
                if (mustGoBare(message)) {
                    removeBody(request);
                } else {
                    removeSubject(request);
                }
            }
            case Request.ACK -> {
                if (refusesText()
                        && FreeText.isIn(message)
                        && !FreeText.isBesideOthers(message)
                        && channel(message).isEmpty()) {
                    removeBody(request);
                }
                check(request);
            }
            default -> check(request);
        }
        if (!request.inbound().method().equals(Request.MESSAGE)) {
            removeWords(message, request.sender().isPresent() || request.isTrusted());
        }
    }

    /// Takes off what is for people in header fields and sessions; what is left is what phones need.
    ///
    /// @param vouched whether the name of who sends it is the directory's, or a trusted network's
    void removeWords(Message message, boolean vouched) {
        if (refusesText()) {
            HeaderWords.remove(message, policy.headerFields(), vouched);
            SessionWords.removed(message).ifPresent(body -> Headers.setBody(message, body));
        }
    }

    /// What a CANCEL may say of why (RFC 3326).
    List<Header> reasons(Request cancel) {
        List<Header> reasons = Headers.all(cancel, ReasonHeader.NAME);
        return refusesText() && !policy.headerFields().contains(ReasonHeader.NAME)
                ? HeaderWords.withoutText(reasons)
                : reasons;
    }

    /// What a status is called.
    ///
    /// @param ofAPhone as the phone has it
    String phrase(int status, String ofAPhone) {
        return refusesText() ? ReasonPhrases.of(status) : ofAPhone;
    }

    /// Why a session may not be set up by what a response says.
    Optional<Veto> vetoOn(Response response) {
        Optional<Veto> channel = channel(response).map(found -> new Veto(found.words()));
        return channel.or(() -> files.refusal(response).map(refusal -> new Veto(refusal.words())))
                .or(() ->
                        refusesText() && FreeText.isBesideOthers(response)
                                ? Optional.of(new Veto(ELSEWHERE))
                                : Optional.empty());
    }

    /// Whether what sets up no session may pass without its body only.
    boolean mustGoBare(Message message) {
        return channel(message).isPresent() || (refusesText() && FreeText.isIn(message));
    }

    /// Writes down that words in a response don't pass.
    void noteWithheld(RequestInProgress request, Response response, Party from, Flow flow) {
        if (refusesText() && FreeText.isIn(response)) {
            record.withheld(request, response, from, flow, ELSEWHERE);
        }
    }

    private boolean refusesText() {
        return policy.textElsewhere() == Rule.REFUSE;
    }

    private void check(RequestInProgress request) throws SipRejection {
        Request message = request.message();
        Optional<Integer> refusal =
                request.isAck()
                        ? Optional.empty() // nobody answers it
                        : Optional.of(Response.UNSUPPORTED_MEDIA_TYPE);
        Optional<Refusal> session =
                channel(message)
                        .map(found -> Refusal.notAcceptable(found.words()))
                        .or(() -> files.refusal(message));
        if (session.isPresent()) {
            throw refused(request, session.get());
        }
        if (refusesText() && FreeText.isIn(message)) {
            record.withheld(request, refusal, ELSEWHERE, true);
            throw unsupported(ELSEWHERE, SESSIONS_AND_SIGNALS);
        }
        removeSubject(request);
    }

    private SipRejection refused(RequestInProgress request, Refusal refusal) {
        if (!request.beginsCall()) { // that one is written down as a call that was refused
            record.withheld(
                    request,
                    request.isAck() ? Optional.empty() : Optional.of(refusal.status()),
                    refusal.words(),
                    false);
        }
        return new SipRejection(
                refusal.status(), refusal.reason(), Headers.warning(realm, refusal.words()));
    }

    /// Its subject goes too.
    private void removeBody(RequestInProgress request) {
        record.withheld(request, Optional.empty(), ELSEWHERE, FreeText.isIn(request.message()));
        Headers.removeBody(request.message());
        if (refusesText()) {
            request.message().removeHeader(SubjectHeader.NAME);
        }
    }

    private void removeSubject(RequestInProgress request) {
        if (refusesText() && request.message().getHeader(SubjectHeader.NAME) != null) {
            record.withheld(request, Optional.empty(), ELSEWHERE, false);
            request.message().removeHeader(SubjectHeader.NAME);
        }
    }

    private void checkMessage(Request message) throws SipRejection {
        if (policy.encryptedMessages() == Rule.REFUSE) {
            Optional<String> what = SealedMessage.in(message);
            if (what.isPresent()) {
                throw unsupported(
                        "messages must be readable for the archive, and this is " + what.get(),
                        TEXTS);
            }
        }
    }

    private Optional<Channel> channel(Message message) {
        return policy.chatInCalls() == Rule.REFUSE ? OfferedChannel.in(message) : Optional.empty();
    }

    private SipRejection unsupported(String words, List<String> accepted) {
        List<Header> headers = new ArrayList<>();
        headers.add(Headers.warning(realm, words));
        headers.addAll(List.of(Headers.each("Accept", accepted)));
        return new SipRejection(
                Response.UNSUPPORTED_MEDIA_TYPE,
                "Unsupported Media Type",
                headers.toArray(Header[]::new));
    }
}
