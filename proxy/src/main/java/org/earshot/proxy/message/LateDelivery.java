package org.earshot.proxy.message;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import javax.sip.message.Response;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.db.StoreUnavailableException;
import org.earshot.common.location.Binding;
import org.earshot.common.location.LocationService;
import org.earshot.common.stack.RequestSender;
import org.earshot.common.stack.SerialQueue;
import org.earshot.common.stack.Timers;
import org.earshot.proxy.archive.EventBacklog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Texts while the stores are away, where policy lets them go on: what the record must know of one is kept on this node's
/// disk first, and written when that can be; then it goes to the phones that this node knows to be there. There are no queues
/// meanwhile, so nothing waits for anybody: a sender hears 200 when a phone took it, and else why not. Thread-safe.
final class LateDelivery {
    private static final Logger log = LoggerFactory.getLogger(LateDelivery.class);

    /// Sooner than the sender gives up by itself (RFC 3261 §17.1.2.2: 32 s).
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /// Shorter than a phone waits before it tries again.
    private static final Duration HICCUP = Duration.ofSeconds(4);

    private final boolean allowed;
    private final LocationService location;
    private final Routes routes;
    private final FlowOwners owners;
    private final RequestSender sender;
    private final EventBacklog events;
    private final Timers timers;
    private final Executor threads;
    private final InstantSource clock;
    private volatile Optional<Instant> awaySince = Optional.empty();

    /// @param allowed whether policy lets that
    /// @param location knows where phones are while its store is away
    LateDelivery(
            boolean allowed,
            LocationService location,
            Routes routes,
            FlowOwners owners,
            RequestSender sender,
            EventBacklog events,
            Timers timers,
            Executor threads,
            InstantSource clock) {
        this.allowed = allowed;
        this.location = location;
        this.routes = routes;
        this.owners = owners;
        this.sender = sender;
        this.events = events;
        this.timers = timers;
        this.threads = threads;
        this.clock = clock;
    }

    /// @param refused runs where no phone took it, before the sender hears so
    /// @return false if that can't be: then nothing was done
    boolean deliver(
            Origin origin,
            Message message,
            AddressOfRecord recipient,
            Answer answer,
            Runnable refused) {
        if (!allowed || !isAwayForLong()) {
            return false;
        }
        Map<DeviceId, List<Route>> there = there(recipient, message);
        boolean kept =
                !there.isEmpty()
                        && events.keepAndAdd(
                                MessageArchive.received(
                                        message,
                                        origin.inbound(),
                                        origin.sender(),
                                        List.of(recipient.toString()),
                                        true));
        if (!kept) {
            return false;
        }
        log.warn("MESSAGE {} is delivered before it is recorded", message.payload().callId());
        Outcomes outcomes = new Outcomes(there.size(), answer, refused);
        Timers.Cancellable timer = timers.after(PATIENCE, outcomes::timeIsUp);
        outcomes.whenOver(timer::cancel);
        there.forEach((device, ways) -> send(message, device, ways, outcomes));
        return true;
    }

    /// The stores are there: what comes now waits for nobody.
    void storesAnswer() {
        awaySince = Optional.empty();
    }

    /// What lasts a moment only is no reason: the phone tries again.
    private boolean isAwayForLong() {
        Instant now = clock.instant();
        Instant since = awaySince.orElse(now);
        awaySince = Optional.of(since);
        return !since.plus(HICCUP).isAfter(now);
    }

    private Map<DeviceId, List<Route>> there(AddressOfRecord recipient, Message message) {
        List<Binding> bindings;
        try {
            bindings = location.lookup(recipient);
        } catch (StoreUnavailableException e) {
            return Map.of();
        }
        Map<DeviceId, List<Route>> there = new HashMap<>();
        KnownDevices.bound(recipient, bindings)
                .forEach((device, bound) -> {
                    List<Route> ways =
                            routes.here(recipient, bound, owners).stream()
                                    .filter(message::mayGo)
                                    .toList();
                    if (!ways.isEmpty()) {
                        there.put(device, ways);
                    }
                });
        return there;
    }

    private void send(Message message, DeviceId device, List<Route> ways, Outcomes outcomes) {
        SerialQueue queue = new SerialQueue(threads);
        Attempt attempt =
                new Attempt(
                        message,
                        device,
                        ways,
                        ways.stream().anyMatch(Route::takesCpim),
                        false,
                        sender,
                        queue,
                        new Attempt.Events() {
                            @Override
                            public void onTaken(Route route, int status, boolean cpim) {
                                record(message, device, route, status);
                                outcomes.took();
                            }

                            @Override
                            public void onRefused(Route route, int status, String reason) {
                                record(message, device, route, status);
                                outcomes.refused(status, reason);
                            }

                            @Override
                            public void onLater(int status, Optional<Route> said) {
                                record(message, device, said.orElse(ways.getFirst()), status);
                                outcomes.missed();
                            }

                            @Override
                            public void onSilence(Route route) {}

                            @Override
                            public void onCpim(boolean takes) {}
                        });
        queue.execute(attempt::start);
    }

    private void record(Message message, DeviceId device, Route route, int status) {
        var _ =
                events.add(
                        MessageArchive.delivered(message, device, route, status, clock.instant()));
    }

    /// What all phones together mean to the sender.
    private static final class Outcomes {
        private final Answer answer;
        private final Runnable refused;
        private final List<Integer> refusals = new ArrayList<>();
        private int open;
        private boolean missed;
        private boolean over;
        private Runnable whenOver = () -> {};

        Outcomes(int devices, Answer answer, Runnable refused) {
            this.open = devices;
            this.answer = answer;
            this.refused = refused;
        }

        synchronized void whenOver(Runnable task) {
            whenOver = task;
        }

        void took() {
            end(Response.OK, "OK");
        }

        void refused(int status, String reason) {
            boolean last;
            int best;
            synchronized (this) {
                refusals.add(status);
                open--;
                last = open == 0 && !missed;
                best = Outcome.best(refusals);
                if (open > 0) {
                    return;
                }
            }
            if (last) {
                end(best, reason);
            } else {
                timeIsUp();
            }
        }

        void missed() {
            synchronized (this) {
                missed = true;
                open--;
                if (open > 0) {
                    return;
                }
            }
            timeIsUp();
        }

        void timeIsUp() {
            end(Response.TEMPORARILY_UNAVAILABLE, "No Phone Took It, And Nothing Waits For Now");
        }

        private void end(int status, String reason) {
            synchronized (this) {
                if (over) {
                    return;
                }
                over = true;
            }
            whenOver.run();
            if (status / 100 != 2) {
                refused.run();
            }
            answer.reply(status, reason);
        }
    }
}
