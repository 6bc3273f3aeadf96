package org.earshot.softphone.ua;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javax.sip.header.Header;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.earshot.common.stack.InboundRequest;
import org.earshot.common.stack.SipRejection;
import org.earshot.softphone.sdp.OfferedProfile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All calls of the phone: how they begin, and what is asked of each or of all. Confined to the user-agent thread.
final class Calls {
    private static final Logger log = LoggerFactory.getLogger(Calls.class);
    private static final int MOST_CALLS = 16;

    /// Of these: whoever is near can call, and must not keep others from calling by the server.
    private static final int MOST_DIRECT = 4;

    private final CallParts parts;
    private final Supplier<Optional<LoggedIn>> loggedIn;
    private final AtomicLong ids;
    private final Consumer<UserAgentEvent> tell;
    private final Consumer<CallQuality> over;
    private final CallJournal journal;
    private final Map<Id, Call> calls = new LinkedHashMap<>();
    private final Conferencing conferencing;
    private boolean muted;
    private boolean closed;
    private boolean undisturbed;

    /// @param tell hears what the journal has heard before
    /// @param loggedIn whose calls begin now; empty: there can be none
    /// @param over hears how each call was that was established, when it ends
    Calls(
            CallParts parts,
            Supplier<Optional<LoggedIn>> loggedIn,
            AtomicLong ids,
            Consumer<UserAgentEvent> tell,
            Consumer<CallQuality> over,
            CallJournal journal) {
        this.parts = parts;
        this.loggedIn = loggedIn;
        this.ids = ids;
        this.tell =
                event -> {
                    journal.onEvent(event);
                    tell.accept(event);
                };
        this.over = over;
        this.journal = journal;
        conferencing = new Conferencing(this.tell);
    }

    boolean isEmpty() {
        return calls.isEmpty();
    }

    /// The call that a request of the other side is within.
    ///
    /// @param direct whether it came without a server: those of the one kind are not within calls of the other
    Optional<Call> of(Request request, boolean direct) {
        return calls.values().stream()
                .filter(c -> c.isDirect() == direct && c.matches(request))
                .findFirst();
    }

    /// Calls somebody. What makes that impossible is told as the call's end.
    ///
    /// @param typed a URI, or a name in our domain
    void place(Id id, String typed) {
        try {
            if (closed) {
                throw new IllegalStateException("the phone is closing");
            }
            LoggedIn by = LoggedIn.orSay(loggedIn.get());
            String uri = SipUris.target(typed, by.account().address().domain());
            begin(id, by, uri, List.of(), Optional.empty());
            holdAllBut(id);
        } catch (IllegalArgumentException | IllegalStateException | IOException e) {
            fail(id, typed, e.getMessage());
        }
    }

    /// Calls a phone without a server; likewise.
    void place(Id id, String uri, DirectPeer by) {
        try {
            if (closed) {
                throw new IllegalStateException("the phone is closing");
            }
            CallContext context = parts.context(by);
            begin(id, context, uri, List.of(OfferPlan.DIRECT), List.of(), Optional.empty());
            holdAllBut(id);
        } catch (IllegalArgumentException | IllegalStateException | IOException e) {
            fail(id, uri, e.getMessage());
        }
    }

    /// A call can't begin.
    ///
    /// @param reason for the user
    void fail(Id id, String uri, String reason) {
        CallState ended = new CallState.Ended();
        tell.accept(new CallFacts(id, uri, false).in(ended, reason, false));
        journal.onOutcome(id, JournalEntry.Outcome.FAILED);
    }

    /// Takes a call; those that stand are held, so that nobody hears what is meant for another.
    void answer(Id id) {
        command(
                id,
                call -> {
                    call.answer();
                    holdAllBut(id);
                });
    }

    private void holdAllBut(Id id) {
        List.copyOf(calls.values()).stream()
                .filter(call -> !call.id().equals(id) && call.isEstablished())
                .forEach(call -> call.hold(true));
    }

    private void begin(Id id, LoggedIn by, String uri, List<Header> more, Optional<Referral> wanted)
            throws IOException {
        CallContext context = parts.context(by);
        List<OfferedProfile> plan = parts.plan(by, context, uri);
        by.hurry();
        begin(id, context, uri, plan, more, wanted);
    }

    private void begin(
            Id id,
            CallContext context,
            String uri,
            List<OfferedProfile> plan,
            List<Header> more,
            Optional<Referral> wanted)
            throws IOException {
        CallAudio audio = parts.audio(id, context, muted);
        try {
            addUnlessEnded(
                    Call.outgoing(id, uri, plan, more, wanted, context, audio, new CallHost()));
        } catch (IllegalArgumentException e) {
            audio.close();
            throw e;
        }
    }

    /// The other side of a call wants us to call somebody.
    private void refer(Call by, Referral referral) {
        Id id = new Id(ids.incrementAndGet());
        ReferTo to = referral.to();
        tell.accept(
                new UserAgentEvent.CallReferred(id, by.id(), Fields.plain(Fields.uri(to.uri()))));
        try {
            if (closed || calls.size() >= MOST_CALLS) {
                throw new IllegalStateException("too many calls");
            }
            List<Header> more = new ArrayList<>();
            if (!referral.by().isEmpty()) {
                more.add(Fields.header("Referred-By", referral.by()));
            }
            if (to.replaces().isPresent()) {
                more.add(Fields.header("Replaces", to.replaces().get().value()));
                more.add(Fields.header("Require", "replaces"));
            }
            begin(id, LoggedIn.orSay(loggedIn.get()), to.uri(), more, Optional.of(referral));
        } catch (IllegalArgumentException | IllegalStateException | IOException e) {
            referral.tell(Response.SERVICE_UNAVAILABLE, "Service Unavailable");
            fail(id, to.uri(), e.getMessage());
        }
    }

    /// As [UserAgent#transfer].
    void transfer(Id call, String typed) {
        command(
                call,
                c -> {
                    requireServer(c);
                    LoggedIn by = LoggedIn.orSay(loggedIn.get());
                    String uri = SipUris.target(typed, by.account().address().domain());
                    c.transfer(new ReferTo(uri, Optional.empty()), uri);
                });
    }

    /// As [UserAgent#transferTo].
    void transferTo(Id call, Id with) {
        command(
                call,
                c -> {
                    Call other = calls.get(with);
                    if (other == null || other == c) {
                        throw new IllegalStateException("no other call " + with);
                    }
                    requireServer(c);
                    requireServer(other);
                    c.transfer(other.place(), other.peer());
                });
    }

    private static void requireServer(Call call) {
        if (call.isDirect()) {
            throw new IllegalStateException("a call without a server can't be transferred");
        }
    }

    /// Lets somebody's call ring.
    ///
    /// @throws SipRejection if we can't take it
    void ring(InboundRequest request) throws SipRejection {
        if (loggedIn.get().isEmpty() || closed) {
            throw new SipRejection(Response.TEMPORARILY_UNAVAILABLE, "Temporarily Unavailable");
        }
        ring(request, parts.context(loggedIn.get().orElseThrow()));
    }

    /// Lets a call ring that comes without a server.
    ///
    /// @throws SipRejection if we can't take it
    void ring(InboundRequest request, DirectPeer by) throws SipRejection {
        if (closed || calls.values().stream().filter(Call::isDirect).count() >= MOST_DIRECT) {
            throw new SipRejection(Response.BUSY_HERE, "Busy Here");
        }
        ring(request, parts.context(by));
    }

    private void ring(InboundRequest request, CallContext context) throws SipRejection {
        Request invite = request.message();
        // RFC 3261 §8.2.2.2: the same request by another way
        if (calls.values().stream().anyMatch(c -> c.isForkOf(invite))) {
            throw new SipRejection(Response.LOOP_DETECTED, "Loop Detected");
        }
        if (calls.size() >= MOST_CALLS) {
            throw unseen(request, context, Failure.TOO_MANY_CALLS.words());
        }
        if (undisturbed && Fields.text(invite, "Replaces").isEmpty()) {
            throw unseen(request, context, Failure.DO_NOT_DISTURB.words());
        }
        if (Fields.body(invite).length > 0 && !Fields.hasType(invite, "application", "sdp")) {
            throw Rejections.unsupportedType("application/sdp");
        }
        Optional<Call> replaced = replaced(invite);
        Id id = new Id(ids.incrementAndGet());
        CallAudio audio;
        try {
            audio = parts.audio(id, context, muted);
        } catch (IOException e) {
            log.warn("no audio for a call: {}", e.getMessage());
            throw new SipRejection(Response.SERVER_INTERNAL_ERROR, "No Audio");
        }
        try {
            addUnlessEnded(
                    replaced.isPresent()
                            ? Call.replacing(
                                    id, request, replaced.get(), context, audio, new CallHost())
                            : Call.incoming(id, request, context, audio, new CallHost()));
        } catch (SipRejection e) {
            audio.close();
            throw e;
        }
    }

    /// Nobody here gets to know of a call until the journal is read.
    private SipRejection unseen(InboundRequest request, CallContext context, String why)
            throws SipRejection {
        Caller caller =
                context.identity().direct()
                        ? Caller.claimed(request)
                        : Caller.checked(request.message());
        journal.missed(caller.uri(), caller.claimed().orElse(caller.name()), why);
        return new SipRejection(Response.BUSY_HERE, "Busy Here");
    }

    /// Whether calls that come in ring no more, and are missed at once; what replaces a call that stands comes through.
    void undisturbed(boolean on) {
        undisturbed = on;
    }

    /// The call that an INVITE is to replace (RFC 3891 §3), if it names any. Its names are as hard to guess as those by which
    /// a BYE finds its call.
    ///
    /// @throws SipRejection if it names one that is not there
    private Optional<Call> replaced(Request invite) throws SipRejection {
        Optional<String> value = Fields.text(invite, "Replaces");
        if (value.isEmpty()) {
            return Optional.empty();
        }
        Replaces replaces;
        try {
            replaces = Replaces.parse(value.get());
        } catch (IllegalArgumentException e) {
            log.debug("a Replaces that names nothing", e);
            throw new SipRejection(Response.BAD_REQUEST, "Bad Replaces");
        }
        Call call =
                calls.values().stream()
                        .filter(c -> !c.isDirect() && c.isNamedBy(replaces))
                        .findFirst()
                        .orElseThrow(Rejections::noSuchCall);
        if (replaces.earlyOnly()) {
            throw new SipRejection(Response.BUSY_HERE, "Busy Here"); // it was answered meanwhile
        }
        return Optional.of(call);
    }

    private void addUnlessEnded(Call call) {
        if (!call.isEnded()) {
            calls.put(call.id(), call);
        }
    }

    private final class CallHost implements Call.Host {
        @Override
        public void tell(UserAgentEvent event) {
            tell.accept(event);
        }

        @Override
        public void onEnded(Call call, JournalEntry.Outcome outcome) {
            calls.remove(call.id());
            conferencing.onEnded(call);
            journal.onOutcome(call.id(), outcome);
        }

        @Override
        public void onOver(CallQuality quality) {
            over.accept(quality);
        }

        @Override
        public void onReferral(Call by, Referral referral) {
            refer(by, referral);
        }
    }

    /// Carries a command out; one that can't be done is told.
    void command(Id id, Consumer<Call> command) {
        try {
            command.accept(known(id));
        } catch (IllegalStateException | IllegalArgumentException e) {
            tell.accept(new UserAgentEvent.CommandFailed(Optional.of(id), e.getMessage()));
        }
    }

    /// Ends all recordings.
    void stopRecordings() {
        List.copyOf(calls.values()).stream()
                .filter(Call::isEstablished)
                .forEach(call -> call.audio().stopRecording());
    }

    /// Lets the people of calls hear each other.
    void conference(List<Id> ids) {
        try {
            conferencing.join(ids.stream().map(this::known).toList());
        } catch (IllegalStateException | IllegalArgumentException e) {
            tell.accept(new UserAgentEvent.CommandFailed(Optional.empty(), e.getMessage()));
        }
    }

    void endConference() {
        conferencing.end();
    }

    private Call known(Id id) {
        return Optional.ofNullable(calls.get(id))
                .orElseThrow(() -> new IllegalStateException("no call " + id));
    }

    /// Those that are, and those that will be.
    void mute(boolean on) {
        muted = on;
        calls.values().forEach(c -> c.mute(on));
    }

    /// A microphone may have come or gone.
    void microphoneChanged() {
        List.copyOf(calls.values()).forEach(Call::microphoneChanged);
    }

    void hangUpAll() {
        var _ = hangUpAll(_ -> true);
    }

    /// @return whether there was any
    boolean hangUpAll(Predicate<Call> which) {
        List<Call> all = calls.values().stream().filter(which).toList();
        all.forEach(Call::hangUp);
        return !all.isEmpty();
    }

    /// Ends all, and takes no more.
    void close() {
        closed = true;
        hangUpAll();
    }

    /// As [Call#cutOff], for each.
    void cutOff() {
        List.copyOf(calls.values()).forEach(Call::cutOff);
    }

    /// As [Call#moveTo], for each.
    void moveTo(Identity there, boolean certain) {
        List.copyOf(calls.values()).forEach(c -> c.moveTo(there, certain));
    }
}
