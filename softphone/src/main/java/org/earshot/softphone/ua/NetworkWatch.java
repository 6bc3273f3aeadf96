package org.earshot.softphone.ua;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.earshot.common.stack.Destination;
import org.earshot.common.stack.Timers;

/// Notices within seconds that the machine has another address towards its server than before, or that it slept:
/// connections and NATs have forgotten it then, and no packet would tell. Confined to the user-agent thread.
final class NetworkWatch {
    private static final Duration EVERY = Duration.ofSeconds(2);

    /// A look that comes so much too late: the machine slept. A busy one is never so late.
    private static final Duration SLEPT = Duration.ofSeconds(10);

    /// What the watch tells.
    interface Listener {
        /// Whatever was known of our address and connections holds no more.
        void onMoved();

        /// There is a way to the server again, by the address that we had.
        void onBack();
    }

    private final UserAgentThread thread;
    private final Network network;
    private final InstantSource clock;
    private final Listener listener;

    private Optional<Destination.Address> server = Optional.empty();
    private Optional<InetAddress> address = Optional.empty();
    private boolean away;
    private long looks;
    private Timers.Cancellable next = () -> {};

    /// @param clock of the day: unlike timers it goes on while the machine sleeps
    NetworkWatch(UserAgentThread thread, Network network, InstantSource clock, Listener listener) {
        this.thread = thread;
        this.network = network;
        this.clock = clock;
        this.listener = listener;
    }

    /// Watches the way to a server from now on; how it is now is the measure.
    void towards(Destination.Address watched) {
        thread.check();
        if (!server.equals(Optional.of(watched))) {
            stop();
            server = Optional.of(watched);
            address = Optional.empty();
            away = false;
            look(watched);
        }
    }

    void stop() {
        next.cancel();
        server = Optional.empty();
        looks++; // what is still under way is not heard
    }

    private void look(Destination.Address watched) {
        long mine = ++looks;
        var _ =
                network.localAddressTowards(watched)
                        .whenComplete((found, failure) ->
                                thread.execute(() -> {
                                    if (mine == looks) {
                                        lookAgainAfterAWhile(watched);
                                        seen(failure == null ? found : Optional.empty());
                                    }
                                }));
    }

    private void lookAgainAfterAWhile(Destination.Address watched) {
        Instant due = clock.instant().plus(EVERY);
        next =
                thread.after(
                        EVERY,
                        () -> {
                            boolean slept = clock.instant().isAfter(due.plus(SLEPT));
                            if (slept) {
                                address = Optional.empty(); // one alarm is enough
                            }
                            look(watched);
                            if (slept) {
                                listener.onMoved();
                            }
                        });
    }

    private void seen(Optional<InetAddress> found) {
        boolean wasAway = away;
        away = found.isEmpty();
        if (away) {
            return; // nothing can be done, and perhaps it comes back as it was
        }
        boolean moved = address.isPresent() && !address.equals(found);
        address = found;
        if (moved) {
            listener.onMoved();
        } else if (wasAway) {
            listener.onBack();
        }
    }
}
