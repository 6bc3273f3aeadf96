package org.earshot.softphone.ua;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.Timers;

/// Sends what is kept to go out: each conversation's texts in their order, one after the other, its notices beside
/// them. What the server could not take waits for it. Confined to the user-agent thread.
final class Outbox {
    private static final Duration WHILE_THE_SERVER_IS_AWAY = Duration.ofHours(24);
    private static final Duration WHILE_THE_SERVER_SAYS_LATER = Duration.ofMinutes(30);
    private static final Duration PLAIN_ONLY = Duration.ofDays(1);

    /// What the outbox needs of others.
    interface Host {
        /// Who and where we are; empty while the server does not know that.
        Optional<Identity> identity();

        Requester requester();

        /// Something waits for the server.
        void hurry();

        /// It goes out no more.
        void onOutcome(Outgoing outgoing, Delivery delivery, String reason);
    }

    /// What goes out one after the other.
    private record Line(String account, String conversation, boolean notices) {
        static Line of(Outgoing outgoing) {
            return new Line(
                    outgoing.key().account(),
                    outgoing.key().conversation(),
                    outgoing.content() instanceof Outgoing.Notice);
        }
    }

    private final Host host;
    private final UserAgentThread thread;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final RefusedFor plainOnly;
    private final Map<Line, ArrayDeque<Outgoing>> lines = new LinkedHashMap<>();
    private final Map<Line, Requester.Exchange> underWay = new LinkedHashMap<>();
    // since when the server, which is there, says so without a break
    private final Map<Line, Instant> saysLater = new HashMap<>();
    private Timers.Cancellable retry = () -> {};
    private int retries;

    Outbox(Host host, UserAgentThread thread, InstantSource clock, RandomGenerator random) {
        this.host = host;
        this.thread = thread;
        this.clock = clock;
        this.random = random;
        plainOnly = new RefusedFor(PLAIN_ONLY, clock);
    }

    /// How many texts wait, of all accounts.
    int texts() {
        return lines.entrySet().stream()
                .filter(line -> !line.getKey().notices())
                .mapToInt(line -> line.getValue().size())
                .sum();
    }

    boolean isWaiting(String account) {
        return lines.keySet().stream().anyMatch(line -> line.account().equals(account));
    }

    /// Sends something that is kept, after what was added before it.
    void add(Outgoing outgoing) {
        ArrayDeque<Outgoing> line =
                lines.computeIfAbsent(Line.of(outgoing), _ -> new ArrayDeque<>());
        line.add(outgoing);
        if (line.size() == 1) {
            sendFirst(Line.of(outgoing));
        }
    }

    /// The server is there (again). What is of another account waits until that one is back.
    void sendWaiting() {
        retry.cancel();
        Optional<String> account = host.identity().map(Outbox::account);
        for (Line line : List.copyOf(lines.keySet())) {
            if (account.equals(Optional.of(line.account())) && !underWay.containsKey(line)) {
                sendFirst(line);
            }
        }
    }

    /// Tries nothing by itself any more.
    void stop() {
        retry.cancel();
    }

    private static String account(Identity identity) {
        return identity.account().address().toString();
    }

    private void sendFirst(Line line) {
        Optional<Identity> who = host.identity().filter(i -> account(i).equals(line.account()));
        if (who.isEmpty()) {
            waitForServer(0);
            return;
        }
        Outgoing outgoing = lines.get(line).element();
        boolean plain =
                outgoing.content() instanceof Outgoing.Text && plainOnly.contains(outgoing.to());
        send(new Attempt(outgoing, who.get(), plain));
    }

    private void send(Attempt attempt) {
        Line line = Line.of(attempt.outgoing);
        try {
            underWay.put(
                    line,
                    host.requester()
                            .send(
                                    attempt.request(),
                                    attempt.identity.server(),
                                    () -> ++attempt.cSeq,
                                    attempt));
        } catch (IllegalArgumentException e) {
            done(attempt.outgoing, Delivery.FAILED, e.getMessage());
        }
    }

    /// One try, or two where the first went out in an envelope that was refused.
    private final class Attempt implements Requester.Handler {
        private final Outgoing outgoing;
        private final Identity identity;
        private boolean plain;
        private long cSeq = 1;

        Attempt(Outgoing outgoing, Identity identity, boolean plain) {
            this.outgoing = outgoing;
            this.identity = identity;
            this.plain = plain;
        }

        /// A repetition after a lost answer must look like the first try, so that it is shown once.
        Request request() {
            Request request =
                    identity.request(
                            Request.MESSAGE, outgoing.to(), outgoing.to(), outgoing.callId(), cSeq);
            String from = "<" + outgoing.key().account() + ">;tag=" + outgoing.tag();
            request.setHeader(Fields.header("From", from));
            MessageBody body =
                    plain && outgoing.content() instanceof Outgoing.Text(String text)
                            ? MessageBody.plain(text)
                            : MessageBody.enveloped(outgoing);
            body.putInto(request);
            return request;
        }

        @Override
        public void onResponse(Request sent, Response response, Flow flow) {
            int status = response.getStatusCode();
            if (status == Response.UNSUPPORTED_MEDIA_TYPE
                    && !plain
                    && outgoing.content() instanceof Outgoing.Text) {
                plainOnly.add(outgoing.to());
                plain = true;
                cSeq++;
                send(this);
            } else if (status == Response.SERVICE_UNAVAILABLE
                    || status == Response.REQUEST_TIMEOUT) {
                Instant since = saysLater.computeIfAbsent(Line.of(outgoing), _ -> clock.instant());
                putOff(
                        since.plus(WHILE_THE_SERVER_SAYS_LATER),
                        Fields.retryAfter(response),
                        Reasons.ofMessage(status, response.getReasonPhrase()));
            } else if (status >= 300) {
                String reason = Reasons.ofMessage(status, response.getReasonPhrase());
                done(outgoing, Delivery.FAILED, reason);
            } else if (status >= 200) {
                done(outgoing, status == Response.ACCEPTED ? Delivery.KEPT : Delivery.SENT, "");
            }
        }

        @Override
        public void onFailure(int status, String reason) {
            if (status == Response.SERVICE_UNAVAILABLE || status == Response.REQUEST_TIMEOUT) {
                saysLater.remove(Line.of(outgoing));
                putOff(Instant.MAX, 0, reason);
            } else {
                done(outgoing, Delivery.FAILED, reason);
            }
        }

        private void putOff(Instant end, int seconds, String reason) {
            Instant now = clock.instant();
            if (now.isBefore(end)
                    && now.isBefore(outgoing.since().plus(WHILE_THE_SERVER_IS_AWAY))) {
                underWay.remove(Line.of(outgoing));
                waitForServer(seconds);
            } else {
                done(outgoing, Delivery.FAILED, reason);
            }
        }
    }

    private void waitForServer(int atLeastSeconds) {
        host.hurry();
        retry.cancel();
        Duration wait = Backoff.after(++retries, true, random);
        Duration asked = Duration.ofSeconds(atLeastSeconds);
        retry = thread.after(wait.compareTo(asked) < 0 ? asked : wait, this::sendWaiting);
    }

    private void done(Outgoing outgoing, Delivery delivery, String reason) {
        retries = 0;
        Line line = Line.of(outgoing);
        underWay.remove(line);
        saysLater.remove(line);
        ArrayDeque<Outgoing> queue = lines.get(line);
        queue.remove();
        host.onOutcome(outgoing, delivery, reason);
        if (queue.isEmpty()) {
            lines.remove(line);
        } else {
            sendFirst(line);
        }
    }
}
