package org.earshot.proxy;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import javax.sip.header.Header;
import javax.sip.header.MinExpiresHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.earshot.common.stack.ClientTransaction;
import org.earshot.common.stack.Destination;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.ListenPoint;
import org.earshot.common.stack.RequestSender;
import org.earshot.proxy.route.Trunk;
import org.earshot.proxy.route.TrunkBook;
import org.earshot.proxy.route.TrunkDigest;
import org.earshot.proxy.route.TrunkState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks trunks whether they are there, and registers at those that want it; what it finds stands in the [TrunkBook]. Thread-safe; never blocks.
public final class TrunkKeeper {
    private static final Logger log = LoggerFactory.getLogger(TrunkKeeper.class);
    private static final int EXPIRES = 3600;
    private static final int LEAST_EXPIRES = 30;
    private static final int MOST_EXPIRES = 86_400;
    private static final Duration RETRY = Duration.ofSeconds(30);
    private static final Duration RETRY_AFTER_REFUSAL = Duration.ofMinutes(5);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final RequestSender sender;
    private final TrunkBook book;
    private final TrunkRequests requests;
    private final Executor executor;
    private final InstantSource clock;
    private final Map<String, Kept> kept = new HashMap<>();

    /// @param listening with real ports
    /// @param executor a serial one
    public TrunkKeeper(
            RequestSender sender,
            TrunkBook book,
            List<ListenPoint> listening,
            String domain,
            Executor executor,
            InstantSource clock) {
        this.sender = sender;
        this.book = book;
        this.requests = new TrunkRequests(listening, domain);
        this.executor = executor;
        this.clock = clock;
    }

    /// Does what is due; to be called each second or so.
    public synchronized void look() {
        List<Trunk> trunks = book.plan().trunks();
        kept.values().removeIf(one -> !trunks.contains(one.trunk));
        for (Trunk trunk : trunks) {
            kept.computeIfAbsent(trunk.name(), _ -> new Kept(trunk)).look(clock.instant());
        }
    }

    private static String random() {
        return new BigInteger(80, RANDOM).toString(32);
    }

    /// What is known of one trunk. Confined to the keeper's lock.
    private final class Kept {
        private final Trunk trunk;
        private final String callId = random();
        private final String tag = random();
        private Instant nextOptions = Instant.MIN;
        private Instant nextRegister = Instant.MIN;
        private boolean asking;
        private boolean registering;
        private long cSeq;
        private int expires = EXPIRES;
        private Optional<String> silent = Optional.empty();
        private Optional<String> refused = Optional.empty();
        private String answered = "";
        private String registered = "";

        Kept(Trunk trunk) {
            this.trunk = trunk;
        }

        void look(Instant now) {
            if (!trunk.keepAlive().isZero() && !asking && !nextOptions.isAfter(now)) {
                asking = true;
                nextOptions = now.plus(trunk.keepAlive());
                ask(book.places(trunk));
            }
            if (trunk.register() && !registering && !nextRegister.isAfter(now)) {
                register(Optional.empty(), book.places(trunk));
            }
        }

        private void ask(List<Destination.Address> places) {
            send(requests.options(trunk, random()), places.getFirst(), new Options(places));
        }

        private void register(Optional<Header> credentials, List<Destination.Address> places) {
            registering = true;
            Request request = requests.register(trunk, callId, tag, ++cSeq, expires);
            credentials.ifPresent(request::addHeader);
            send(
                    request,
                    places.getFirst(),
                    new Registering(request, credentials.isPresent(), places));
        }

        private void send(Request request, Destination place, ClientTransaction.Listener listener) {
            var _ = sender.send(request, place, "", listener, executor);
        }

        private List<Destination.Address> after(List<Destination.Address> places) {
            book.avoid(places.getFirst());
            return places.subList(1, places.size());
        }

        private String at(Destination.Address place) {
            return trunk.byService() ? " at " + place.host() + ":" + place.port() : "";
        }

        private void tell() {
            Optional<String> trouble = silent.or(() -> refused);
            TrunkState.Reach before = book.state(trunk).reach();
            TrunkState.Reach after =
                    trouble.isPresent() ? TrunkState.Reach.DOWN : TrunkState.Reach.UP;
            String words =
                    trouble.orElseGet(() ->
                            registered.isEmpty()
                                    ? answered
                                    : answered.isEmpty()
                                            ? registered
                                            : registered + ", " + answered);
            book.found(trunk, after, words);
            if (before != after) {
                log.info("trunk {} is {}: {}", trunk.name(), after, words);
            }
        }

        /// What becomes of an OPTIONS: whatever it answers, it is there, unless it says that it can't.
        private final class Options implements ClientTransaction.Listener {
            private final List<Destination.Address> places;

            /// @param places where it is sent, and where else it may be
            Options(List<Destination.Address> places) {
                this.places = places;
            }

            @Override
            public void onResponse(Response response, Flow flow) {
                int status = response.getStatusCode();
                if (status >= 200) {
                    over(
                            status / 100 == 5
                                    ? Optional.of("it answered OPTIONS with " + status)
                                    : Optional.empty(),
                            "answers OPTIONS with " + status + at(places.getFirst()));
                }
            }

            @Override
            public void onTimeout() {
                over(Optional.of("no answer to OPTIONS"), "");
            }

            @Override
            public void onTransportError(String reason) {
                over(Optional.of("it can't be reached: " + reason), "");
            }

            private void over(Optional<String> trouble, String words) {
                synchronized (TrunkKeeper.this) {
                    List<Destination.Address> others =
                            trouble.isPresent() ? after(places) : List.of();
                    if (!others.isEmpty()) {
                        ask(others);
                        return;
                    }
                    asking = false;
                    silent = trouble;
                    answered = words;
                    tell();
                }
            }
        }

        /// What becomes of a REGISTER.
        private final class Registering implements ClientTransaction.Listener {
            private final Request request;
            private final boolean withLogin;
            private final List<Destination.Address> places;

            Registering(Request request, boolean withLogin, List<Destination.Address> places) {
                this.places = places;
                this.request = request;
                this.withLogin = withLogin;
            }

            @Override
            public void onResponse(Response response, Flow flow) {
                if (response.getStatusCode() >= 200) {
                    synchronized (TrunkKeeper.this) {
                        onFinal(response);
                    }
                }
            }

            private void onFinal(Response response) {
                int status = response.getStatusCode();
                if (status / 100 == 2) {
                    int granted = requests.granted(trunk, response, expires);
                    // well before it is over, and never too often
                    long next = Math.max(LEAST_EXPIRES, granted * 3L / 4);
                    registered = "registered for " + granted + " s";
                    over(Optional.empty(), Duration.ofSeconds(next));
                } else if (status == Response.INTERVAL_TOO_BRIEF
                        && response.getHeader(MinExpiresHeader.NAME)
                                instanceof MinExpiresHeader least
                        && least.getExpires() > expires
                        && least.getExpires() <= MOST_EXPIRES) {
                    expires = least.getExpires();
                    register(Optional.empty(), places);
                } else if (TrunkDigest.isChallenge(status) && !withLogin) {
                    Optional<Header> answer =
                            trunk.login()
                                    .flatMap(login -> TrunkDigest.answer(login, response, request));
                    if (answer.isPresent()) {
                        register(answer, places);
                    } else {
                        refusal("it asks for a login that we can't give");
                    }
                } else if (TrunkDigest.isChallenge(status) || status == Response.FORBIDDEN) {
                    refusal("it does not take our login (REGISTER got " + status + ")");
                } else if (status / 100 == 5) {
                    elsewhere("it answered REGISTER with " + status);
                } else {
                    over(Optional.of("it answered REGISTER with " + status), RETRY);
                }
            }

            private void refusal(String why) {
                over(Optional.of(why), RETRY_AFTER_REFUSAL);
            }

            @Override
            public void onTimeout() {
                synchronized (TrunkKeeper.this) {
                    elsewhere("no answer to REGISTER");
                }
            }

            @Override
            public void onTransportError(String reason) {
                synchronized (TrunkKeeper.this) {
                    elsewhere("it can't be reached: " + reason);
                }
            }

            /// RFC 3263 §4.3.
            private void elsewhere(String why) {
                List<Destination.Address> others = after(places);
                if (others.isEmpty()) {
                    over(Optional.of(why), RETRY);
                } else {
                    register(Optional.empty(), others);
                }
            }

            private void over(Optional<String> trouble, Duration next) {
                registering = false;
                refused = trouble;
                nextRegister = clock.instant().plus(next);
                tell();
            }
        }
    }
}
