package org.earshot.softphone.ua;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.Timers;

/// Keeps a flow alive until it is stopped (RFC 5626 §4.4.1): between 80 % and 100 % of the interval, over UDP too, for
/// a NAT forgets us after 30 s. Confined to the user-agent thread.
final class KeepAlive {
    private static final Duration INTERVAL = Duration.ofSeconds(25);

    private final UserAgentThread thread;
    private final Signalling signalling;
    private final RandomGenerator random;
    private final Flow flow;
    private Timers.Cancellable next = () -> {};

    private KeepAlive(
            UserAgentThread thread, Signalling signalling, RandomGenerator random, Flow flow) {
        this.thread = thread;
        this.signalling = signalling;
        this.random = random;
        this.flow = flow;
    }

    static KeepAlive start(
            UserAgentThread thread, Signalling signalling, RandomGenerator random, Flow flow) {
        KeepAlive started = new KeepAlive(thread, signalling, random, flow);
        started.await();
        return started;
    }

    private void await() {
        Duration wait = INTERVAL.multipliedBy(80 + random.nextInt(21)).dividedBy(100);
        next =
                thread.after(
                        wait,
                        () -> {
                            signalling.keepAlive(flow);
                            await();
                        });
    }

    void stop() {
        next.cancel();
    }
}
