package org.earshot.proxy;

import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.sip.header.ContentTypeHeader;
import javax.sip.header.ReasonHeader;
import javax.sip.header.SubjectHeader;
import javax.sip.message.Message;
import javax.sip.message.Response;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.SipRejection;
import org.earshot.proxy.archive.ArchiveEvent;
import org.earshot.proxy.archive.ArchiveEvent.RefusedBy;
import org.earshot.proxy.archive.ClaimedFile;
import org.earshot.proxy.archive.Content;
import org.earshot.proxy.archive.Correspondents;
import org.earshot.proxy.archive.EventBacklog;
import org.earshot.proxy.archive.IdentityProof;
import org.earshot.proxy.archive.Sender;
import org.earshot.proxy.channel.HeaderWords;
import org.earshot.proxy.channel.OfferedFiles;

/// What the compliance record gets to know of calls, and of words that did not pass beside it. Nobody waits for it: unlike a
/// message a call is not held back while the record can't be written. Thread-safe.
final class CallArchive {
    /// What did not pass is shown by its beginning.
    static final int WORDS = 4096;

    /// No session description is longer, in bytes.
    private static final int MOST_SDP = 65_536;

    private final EventBacklog events;
    private final InstantSource clock;

    CallArchive(EventBacklog events, InstantSource clock) {
        this.events = events;
        this.clock = clock;
    }

    /// The server itself refuses a request. Of those whom it does not know nothing is written.
    void refused(RequestInProgress request, SipRejection refusal) {
        if (request.beginsCall() && isKnown(request)) {
            refused(request, refusal.status(), words(refusal), RefusedBy.SERVER);
        }
    }

    /// A call gets this final answer.
    void refused(RequestInProgress invite, int status, String reason, RefusedBy by) {
        var _ =
                events.add(
                        new ArchiveEvent.CallRefused(
                                UUID.randomUUID(),
                                clock.instant(),
                                sender(invite),
                                callees(invite),
                                invite.inbound().callId(),
                                invite.receivedAt(),
                                status,
                                reason,
                                by,
                                files(invite.inbound().message())));
    }

    /// What is known of a call from its answer.
    AnsweredCall answer(RequestInProgress invite, Party callee, Flow flow, Response answer) {
        CallFacts facts = facts(invite, answer);
        return new AnsweredCall(
                sender(invite),
                callees(invite),
                callee.address().map(AddressOfRecord::toString).map(Correspondents::cut),
                flow,
                facts.began(),
                facts.answered(),
                facts.encryption(),
                facts.files());
    }

    /// The part of it that a node knows by which a call only passes.
    CallFacts facts(RequestInProgress invite, Response answer) {
        byte[] offer = sdp(invite.inbound().message());
        byte[] answered = sdp(answer);
        List<ClaimedFile> offered = OfferedFiles.in(offer, answered);
        if (offered.isEmpty()) {
            offered = OfferedFiles.in(answered);
        }
        return new CallFacts(invite.receivedAt(), clock.instant(), MediaKeys.of(answer), offered);
    }

    /// What the first session description says, which is in the answer where the INVITE has none (RFC 3261 §13.2.1).
    private static List<ClaimedFile> files(Message message) {
        return OfferedFiles.in(sdp(message));
    }

    private static byte[] sdp(Message message) {
        byte[] body = message.getRawContent();
        return body == null || body.length > MOST_SDP ? new byte[0] : body;
    }

    /// A call was answered.
    void answered(String callId, AnsweredCall call) {
        var _ =
                events.add(
                        new ArchiveEvent.CallAnswered(
                                UUID.randomUUID(),
                                call.answered(),
                                call.caller(),
                                call.callees(),
                                callId,
                                call.answeredBy(),
                                Optional.of(call.flow()),
                                call.began(),
                                call.encryption(),
                                call.files()));
    }

    /// Somebody hangs up, or we do in their place.
    ///
    /// @param within a request within the call
    /// @param end nothing is known of one that was answered before this server's start; one that was over is in the record
    void ended(RequestInProgress within, CallTable.End end) {
        Optional<AnsweredCall> known = end.known();
        if (!end.first()) {
            return;
        }
        if (known.isPresent()) {
            AnsweredCall call = known.get();
            ended(within, call.caller(), call.callees(), call.answeredBy(), end.facts());
        } else if (within.dialog().isPresent()) {
            RouteTokens.Verified dialog = within.dialog().get();
            boolean byCallee = dialog.alias().isPresent();
            Party caller = byCallee ? dialog.recipient() : dialog.sender();
            Party callee = byCallee ? dialog.sender() : dialog.recipient();
            ended(
                    within,
                    new Sender(
                            address(caller), Optional.empty(), IdentityProof.SERVER, caller.flow()),
                    List.of(address(callee)),
                    Optional.of(address(callee)),
                    end.facts());
        }
    }

    private void ended(
            RequestInProgress within,
            Sender caller,
            List<String> callees,
            Optional<String> answeredBy,
            Optional<CallFacts> facts) {
        var _ =
                events.add(
                        new ArchiveEvent.CallEnded(
                                UUID.randomUUID(),
                                clock.instant(),
                                caller,
                                callees,
                                within.inbound().callId(),
                                answeredBy,
                                within.dialog().map(dialog -> address(dialog.sender())),
                                reason(within.inbound().message()),
                                facts.map(CallFacts::began),
                                facts.map(CallFacts::answered),
                                facts.flatMap(CallFacts::encryption),
                                facts.map(CallFacts::files).orElse(List.of())));
    }

    /// A call is over although nobody hung up.
    void lost(CallTable.Lost lost) {
        AnsweredCall call = lost.known();
        var _ =
                events.add(
                        new ArchiveEvent.CallEnded(
                                UUID.randomUUID(),
                                clock.instant(),
                                call.caller(),
                                call.callees(),
                                lost.dialog().callId(),
                                call.answeredBy(),
                                Optional.empty(),
                                Optional.of(lost.reason()),
                                Optional.of(call.began()),
                                Optional.of(call.answered()),
                                call.encryption(),
                                call.files()));
    }

    private static Optional<String> reason(Message bye) {
        String all =
                HeaderWords.withoutText(Headers.all(bye, ReasonHeader.NAME)).stream()
                        .map(Headers::value)
                        .collect(Collectors.joining(", "));
        return all.isEmpty() ? Optional.empty() : Optional.of(all);
    }

    /// Words in a request do not pass: all of it is refused, or it goes on without them.
    ///
    /// @param status of the answer; empty where it goes on
    /// @param withBody whether its body are such words, and not a session
    void withheld(
            RequestInProgress request, Optional<Integer> status, String reason, boolean withBody) {
        if (isKnown(request) || request.dialog().isPresent()) {
            Message message = request.inbound().message();
            var _ =
                    events.add(
                            new ArchiveEvent.TextWithheld(
                                    UUID.randomUUID(),
                                    clock.instant(),
                                    sender(request),
                                    callees(request),
                                    request.inbound().callId(),
                                    request.inbound().method(),
                                    status,
                                    reason,
                                    words(message, withBody)));
        }
    }

    /// Words in a response are taken off it.
    ///
    /// @param from whose phone it came from, over which flow
    void withheld(
            RequestInProgress request, Response response, Party from, Flow flow, String reason) {
        var _ =
                events.add(
                        new ArchiveEvent.TextWithheld(
                                UUID.randomUUID(),
                                clock.instant(),
                                new Sender(
                                        address(from),
                                        Optional.empty(),
                                        IdentityProof.FLOW,
                                        Optional.of(flow)),
                                List.of(sender(request).address()),
                                request.inbound().callId(),
                                request.inbound().method(),
                                Optional.empty(),
                                reason,
                                content(response)));
    }

    private static boolean isKnown(RequestInProgress request) {
        return request.sender().isPresent() || request.isTrusted() || request.trunk().isPresent();
    }

    /// Nobody is asked who sends an ACK: it is who may, by its dialog.
    private static Sender sender(RequestInProgress request) {
        if (request.trunk().isPresent()) {
            return new Sender(
                    address(
                            request.dialog()
                                    .map(RouteTokens.Verified::sender)
                                    .orElseGet(() -> Forwarding.caller(request))),
                    Optional.empty(),
                    IdentityProof.TRUNK,
                    Optional.of(request.inbound().flow()));
        }
        return request.isAck() && request.dialog().isPresent()
                ? new Sender(
                        address(request.dialog().get().sender()),
                        Optional.empty(),
                        IdentityProof.FLOW,
                        Optional.of(request.inbound().flow()))
                : Correspondents.sender(request.inbound(), request.sender());
    }

    private static List<String> callees(RequestInProgress request) {
        return List.of(
                request.dialog()
                        .map(dialog -> address(dialog.recipient()))
                        .orElseGet(() -> Correspondents.recipient(request.inbound().message())));
    }

    /// How a party is called in the record.
    static String address(Party party) {
        return party.address()
                .map(AddressOfRecord::toString)
                .map(Correspondents::cut)
                .or(() -> party.flow().map(flow -> flow.remote().getAddress().getHostAddress()))
                .orElse("unknown");
    }

    /// What the answer says, and why.
    private static String words(SipRejection refusal) {
        return refusal.headers().stream()
                .filter(header -> header.getName().equals("Warning"))
                .findFirst()
                .map(header -> refusal.getMessage() + ": " + Headers.value(header))
                .orElseGet(refusal::getMessage);
    }

    /// Also those of the subject, which is no fact that everybody may see.
    private static Optional<Content> words(Message message, boolean withBody) {
        Optional<Content> body = withBody ? content(message) : Optional.empty();
        return subject(message)
                .map(subject ->
                        body.orElseGet(() -> Content.of("", new byte[0])).withSubject(subject))
                .or(() -> body);
    }

    private static Optional<String> subject(Message message) {
        return message.getHeader(SubjectHeader.NAME) instanceof SubjectHeader header
                ? Optional.ofNullable(header.getSubject()).filter(text -> !text.isEmpty())
                : Optional.empty();
    }

    private static Optional<Content> content(Message message) {
        byte[] body = message.getRawContent();
        if (body == null || body.length == 0) {
            return Optional.empty();
        }
        String type =
                message.getHeader(ContentTypeHeader.NAME) instanceof ContentTypeHeader header
                        ? Headers.value(header)
                        : "";
        return Optional.of(Content.of(type, Arrays.copyOf(body, Math.min(body.length, WORDS))));
    }
}
