package org.earshot.softphone.ua;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.random.RandomGenerator;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.earshot.common.stack.Destination;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.Timers;
import org.earshot.softphone.ua.RegistrationState.Asking;
import org.earshot.softphone.ua.RegistrationState.Idle;
import org.earshot.softphone.ua.RegistrationState.Locating;
import org.earshot.softphone.ua.RegistrationState.Registered;
import org.earshot.softphone.ua.RegistrationState.Waiting;

/// Keeps one account registered (RFC 3261 §10.2, RFC 5626 §4): refreshes in time, comes back after a loss,
/// and gives up only where trying again can't help. Confined to the user-agent thread.
final class Registration {

    /// What the registration tells the user agent.
    interface Listener {
        /// Where we are now, found out before each try.
        void onLocated(Identity identity);

        /// Also after each refresh.
        void onRegistered(RegisterAnswer.Granted granted, Flow flow);

        /// @param retryIn empty: it will not be tried again
        void onFailed(String reason, Optional<Duration> retryIn);

        /// Whether a call or a message waits for the server.
        boolean isWaitedFor();
    }

    private final Account account;
    private final UserAgentThread thread;
    private final Requester requester;
    private final ChallengeAnswer credentials;
    private final Signalling signalling;
    private final PhoneSettings settings;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Listener listener;
    private final String callId =
            Identity.newCallId(); // RFC 3261 §10.2: the same for all of one boot

    private RegistrationState state = new Idle();
    private long cSeq;
    private int failures;
    private int inVain; // servers that took the connection and could not serve, one after the other
    private int askFor;
    private long attempts;
    private Optional<Identity> located = Optional.empty();

    Registration(
            Account account,
            UserAgentThread thread,
            Requester requester,
            ChallengeAnswer credentials,
            Signalling signalling,
            PhoneSettings settings,
            InstantSource clock,
            RandomGenerator random,
            Listener listener) {
        this.account = account;
        this.thread = thread;
        this.requester = requester;
        this.credentials = credentials;
        this.signalling = signalling;
        this.settings = settings;
        this.clock = clock;
        this.random = random;
        this.listener = listener;
        askFor = (int) settings.registrationExpires().toSeconds();
    }

    boolean isRegistered() {
        return state instanceof Registered;
    }

    /// Registers now.
    void start() {
        thread.check();
        leaveState();
        ask();
    }

    /// Somebody waits for the server: if a retry is far away, it comes sooner; but not sooner than the server
    /// asked for.
    void hurry() {
        if (state instanceof Waiting(var retry, boolean asked) && !asked) {
            retry.cancel();
            retryIn(Backoff.after(Math.max(1, failures), true, random), false);
        }
    }

    /// A connection ended.
    void flowClosed(Flow flow) {
        if (state instanceof Registered registered && registered.flow().equals(flow)) {
            leaveState();
            failures = 1;
            Duration wait = Backoff.after(1, listener.isWaitedFor(), random);
            listener.onFailed(Failure.CONNECTION_LOST.words(), Optional.of(wait));
            retryIn(wait, false);
        }
    }

    /// The machine is elsewhere in the network: the connection leads nowhere, and the server has to hear where we
    /// are. Not sooner than it asked for.
    void moved() {
        thread.check();
        switch (state) {
            case Idle() -> {} // not wanted, or in vain
            case Locating(long attempt, boolean _) -> state = new Locating(attempt, true);
            case Asking(var _, Flow flow) -> reconnect(flow);
            case Registered(Flow flow, var _, var _) -> reconnect(flow);
            case Waiting _ -> networkIsBack();
        }
    }

    private void reconnect(Flow old) {
        leaveState();
        signalling.close(old);
        ask();
    }

    /// There is a way again: no need to wait for the next try, unless the server asked for that.
    void networkIsBack() {
        if (state instanceof Waiting(var _, boolean asked) && !asked) {
            leaveState();
            ask();
        }
    }

    /// Takes the registration back; completes when the server has answered.
    CompletableFuture<Void> stop() {
        thread.check();
        CompletableFuture<Void> done = new CompletableFuture<>();
        boolean known = isRegistered();
        leaveState();
        if (!known) {
            done.complete(null);
            return done;
        }
        Identity identity = located.orElseThrow();
        var _ =
                requester.send(
                        register(identity, 0),
                        identity.server(),
                        this::nextSeq,
                        new Requester.Handler() {
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
                        });
        return done;
    }

    private void leaveState() {
        switch (state) {
            case Idle(), Locating(var _, var _) -> {}
            case Asking(var exchange, var _) -> exchange.abandon();
            case Registered(var _, var refresh, var keepAlive) -> {
                refresh.cancel();
                keepAlive.stop();
            }
            case Waiting(var retry, boolean _) -> retry.cancel();
        }
        state = new Idle();
    }

    private long nextSeq() {
        return ++cSeq;
    }

    private void ask() {
        long attempt = ++attempts;
        state = new Locating(attempt, false);
        if (!account.byService()) {
            connect(attempt, List.of(account.server()), Optional.empty());
        } else if (failures == 0 && located.isPresent()) {
            // the one that knows us, whatever the lot says now
            connect(attempt, List.of(located.get().server()), Optional.empty());
        } else {
            var _ =
                    signalling
                            .places(account.server())
                            .whenComplete((places, failure) ->
                                    thread.execute(() -> found(attempt, places, failure)));
        }
    }

    private void found(long attempt, List<Destination.Address> places, Throwable failure) {
        if (failure != null) {
            located(attempt, account.server(), null, failure);
            return;
        }
        // one that takes connections and answers nothing is not the first to be tried for ever
        List<Destination.Address> order = new ArrayList<>(places);
        Collections.rotate(order, -inVain);
        connect(attempt, List.copyOf(order), Optional.empty());
    }

    /// @param before why there was no way to the one before
    private void connect(
            long attempt, List<Destination.Address> places, Optional<Throwable> before) {
        Destination.Address place = places.getFirst();
        var _ =
                signalling
                        .connect(place)
                        .whenComplete((connected, failure) ->
                                thread.execute(() -> {
                                    Throwable why = failure == null ? null : before.orElse(failure);
                                    if (why != null && places.size() > 1 && isLocating(attempt)) {
                                        connect(
                                                attempt,
                                                places.subList(1, places.size()),
                                                Optional.of(why));
                                    } else {
                                        located(attempt, place, connected, why);
                                    }
                                }));
    }

    private boolean isLocating(long attempt) {
        return state instanceof Locating(long current, boolean outdated)
                && current == attempt
                && !outdated;
    }

    private void located(
            long attempt,
            Destination.Address place,
            Signalling.Connected connected,
            Throwable failure) {
        if (!(state instanceof Locating(long current, boolean outdated)) || current != attempt) {
            return; // logged out meanwhile
        }
        if (outdated) {
            if (failure == null) {
                signalling.close(connected.flow());
            }
            ask();
        } else if (failure == null) {
            Identity identity = new Identity(account.at(place), connected.contact());
            located = Optional.of(identity);
            listener.onLocated(identity);
            ask(identity, connected.flow());
        } else {
            tryLater(Failure.NO_SERVER.words() + ": " + why(failure), Duration.ZERO);
        }
    }

    private static String why(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null
                        ? failure.getCause()
                        : failure;
        return String.valueOf(cause.getMessage());
    }

    private void ask(Identity identity, Flow flow) {
        state =
                new Asking(
                        requester.send(
                                register(identity, askFor),
                                identity.server(),
                                this::nextSeq,
                                new Answers()),
                        flow);
    }

    private Request register(Identity identity, int expires) {
        return identity.register(settings, callId, nextSeq(), expires);
    }

    private final class Answers implements Requester.Handler {
        @Override
        public void onResponse(Request sent, Response response, Flow flow) {
            if (response.getStatusCode() < 200) {
                return;
            }
            switch (RegisterAnswer.of(
                    response,
                    settings.instanceId(),
                    askFor,
                    flow.transport().isSecure(),
                    clock.instant())) {
                case RegisterAnswer.Granted granted -> registered(granted, flow);
                case RegisterAnswer.TooBrief(int seconds) -> {
                    askFor = seconds;
                    ask();
                }
                case RegisterAnswer.Refused(String reason) -> refused(reason);
                case RegisterAnswer.Later(String reason, Duration atLeast) -> {
                    inVain++;
                    tryLater(reason, atLeast);
                }
            }
        }

        @Override
        public void onFailure(int status, String reason) {
            if (status == Response.UNAUTHORIZED
                    || status == Response.PROXY_AUTHENTICATION_REQUIRED) {
                refused(reason);
            } else {
                closeIfSilent(status);
                inVain++;
                tryLater(reason, Duration.ZERO);
            }
        }
    }

    /// A connection over which no answer came is not worth another request, whatever is wrong with it.
    private void closeIfSilent(int status) {
        if (status == Response.REQUEST_TIMEOUT && state instanceof Asking(var _, Flow flow)) {
            signalling.close(flow);
        }
    }

    private void registered(RegisterAnswer.Granted granted, Flow flow) {
        failures = 0;
        inVain = 0;
        credentials.accepted(flow);
        Timers.Cancellable refresh = thread.after(refreshIn(granted), this::start);
        state = new Registered(flow, refresh, KeepAlive.start(thread, signalling, random, flow));
        listener.onRegistered(granted, flow);
    }

    private Duration refreshIn(RegisterAnswer.Granted granted) {
        // 85 %: late enough to be rare, early enough for a few tries before it ends
        Duration late = granted.expires().multipliedBy(85).dividedBy(100);
        return Relays.renewIn(granted.relays(), clock.instant())
                .filter(sooner -> sooner.compareTo(late) < 0)
                .orElse(late);
    }

    /// Trying again with the same password would only make the server suspicious.
    private void refused(String reason) {
        leaveState();
        listener.onFailed(reason, Optional.empty());
    }

    private void tryLater(String reason, Duration atLeast) {
        leaveState();
        failures++;
        Duration wait = Backoff.after(failures, listener.isWaitedFor(), random);
        boolean asked = wait.compareTo(atLeast) < 0;
        wait = asked ? atLeast : wait;
        listener.onFailed(reason, Optional.of(wait));
        retryIn(wait, asked);
    }

    private void retryIn(Duration wait, boolean asked) {
        state = new Waiting(thread.after(wait, this::ask), asked);
    }
}
