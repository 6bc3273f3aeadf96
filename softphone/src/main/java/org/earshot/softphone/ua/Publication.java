package org.earshot.softphone.ua;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.earshot.common.presence.PresenceState;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.Timers;

/// What we say of ourselves, kept at the server (RFC 3903) while we are logged in. Confined to the user-agent thread.
final class Publication {
    private static final String PUBLISH = "PUBLISH";
    private static final String E_TAG = "SIP-ETag";

    /// What a phone said that was killed stays so long.
    private static final int USUAL_S = 600;

    private final Messages.Host host;
    private final UserAgentThread thread;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final String callId = Identity.newCallId();

    private Optional<PresenceState> wanted = Optional.empty();
    private Optional<PresenceState> told = Optional.empty();
    private Optional<String> eTag = Optional.empty();
    private Optional<Requester.Exchange> underWay = Optional.empty();
    private Timers.Cancellable timer = () -> {};
    private boolean here;
    private boolean refused;
    private int failures;
    private int askFor = USUAL_S;
    private long cSeq;

    Publication(
            Messages.Host host,
            UserAgentThread thread,
            InstantSource clock,
            RandomGenerator random) {
        this.host = host;
        this.thread = thread;
        this.clock = clock;
        this.random = random;
    }

    /// From now on this is so.
    void publish(PresenceState state) {
        wanted = Optional.of(state);
        refused = false;
        sendNews();
    }

    /// The server knows us (again).
    void onRegistered() {
        here = true;
        sendNews();
    }

    private void sendNews() {
        if (here && underWay.isEmpty() && !refused && !wanted.equals(told)) {
            send();
        }
    }

    /// What has changed, or a refresh without a body (RFC 3903 §4.1).
    private void send() {
        timer.cancel();
        Optional<Identity> who = host.identity();
        if (who.isEmpty() || wanted.isEmpty()) {
            return;
        }
        PresenceState state = wanted.get();
        String own = who.get().account().address().toString();
        Request request = request(who.get(), askFor);
        if (eTag.isEmpty() || !wanted.equals(told)) {
            byte[] document = state.document(own, clock.instant()).toBytes();
            Fields.setBody(request, "application", "pidf+xml", document);
        }
        underWay =
                Optional.of(
                        host.requester()
                                .send(
                                        request,
                                        who.get().server(),
                                        this::nextSeq,
                                        new Answers(state)));
    }

    private long nextSeq() {
        return ++cSeq;
    }

    private Request request(Identity identity, int expires) {
        String own = identity.account().address().toString();
        Request request = identity.request(PUBLISH, own, own, callId, nextSeq());
        request.addHeader(Fields.header("Event", "presence"));
        request.addHeader(Fields.header("Expires", Integer.toString(expires)));
        eTag.ifPresent(tag -> request.addHeader(Fields.header("SIP-If-Match", tag)));
        return request;
    }

    private final class Answers implements Requester.Handler {
        private final PresenceState state;

        Answers(PresenceState state) {
            this.state = state;
        }

        @Override
        public void onResponse(Request sent, Response response, Flow flow) {
            if (response.getStatusCode() >= 200) {
                answered(SubscriptionAnswer.of(response, askFor), Fields.text(response, E_TAG));
            }
        }

        @Override
        public void onFailure(int status, String reason) {
            answered(SubscriptionAnswer.failed(status, reason), Optional.empty());
        }

        private void answered(SubscriptionAnswer answer, Optional<String> tag) {
            underWay = Optional.empty();
            switch (answer) {
                case SubscriptionAnswer.Granted(Duration expires) -> {
                    failures = 0;
                    eTag = tag;
                    told = Optional.of(state);
                    timer =
                            thread.after(
                                    expires.multipliedBy(3).dividedBy(4), Publication.this::send);
                    sendNews();
                }
                case SubscriptionAnswer.Gone() -> {
                    boolean known = eTag.isPresent();
                    eTag = Optional.empty();
                    if (known) {
                        send();
                    } else {
                        later(Duration.ZERO);
                    }
                }
                case SubscriptionAnswer.Longer(int seconds) -> {
                    askFor = seconds;
                    send();
                }
                case SubscriptionAnswer.Later(Duration atLeast) -> later(atLeast);
                case SubscriptionAnswer.Never(String reason, boolean unknownHere, boolean _) -> {
                    refused = true;
                    host.tell(
                            new UserAgentEvent.CommandFailed(
                                    Optional.empty(),
                                    unknownHere
                                            ? "this server knows no presence"
                                            : "presence could not be published: " + reason));
                }
            }
        }
    }

    private void later(Duration atLeast) {
        Duration wait = Backoff.after(++failures, false, random);
        timer = thread.after(wait.compareTo(atLeast) < 0 ? atLeast : wait, this::send);
    }

    /// The server is away: nothing is sent until it is back.
    void onLost() {
        here = false;
        timer.cancel();
        underWay.ifPresent(Requester.Exchange::abandon);
        underWay = Optional.empty();
        told = Optional.empty();
    }

    /// We log out: what we said goes. Completes when the server has answered.
    CompletableFuture<Void> end() {
        boolean known = here && eTag.isPresent();
        Optional<Identity> who = host.identity();
        CompletableFuture<Void> done = new CompletableFuture<>();
        if (known && who.isPresent()) {
            var _ =
                    host.requester()
                            .send(
                                    request(who.get(), 0),
                                    who.get().server(),
                                    this::nextSeq,
                                    new Goodbye(done));
        } else {
            done.complete(null);
        }
        onLost();
        eTag = Optional.empty();
        refused = false;
        failures = 0;
        return done;
    }

    /// Whatever comes is the end.
    private record Goodbye(CompletableFuture<Void> done) implements Requester.Handler {
        @Override
        public void onResponse(Request sent, Response response, Flow flow) {
            if (response.getStatusCode() >= 200) {
                done.complete(null);
            }
        }

        @Override
        public void onFailure(int status, String reason) {
            done.complete(null);
        }
    }
}
