package org.earshot.softphone.ua;

import java.time.Duration;
import org.earshot.common.stack.Timers;

/// Sends a response again until the other side has confirmed it: a 2xx to INVITE until its ACK (RFC 3261
/// §13.3.1.4), a reliable provisional response until its PRACK (RFC 3262 §3). On the user-agent thread.
final class Retransmission {
    private static final Duration T1 = Duration.ofMillis(500);
    private static final Duration T2 = Duration.ofSeconds(4);

    private final UserAgentThread thread;
    private final Runnable send;
    private final Duration longest;
    private Timers.Cancellable next;
    private final Timers.Cancellable end;
    private boolean stopped;

    private Retransmission(
            UserAgentThread thread, Runnable send, Runnable giveUp, Duration longest) {
        this.thread = thread;
        this.send = send;
        this.longest = longest;
        this.next = () -> {};
        this.end =
                thread.after(
                        T1.multipliedBy(64),
                        () -> {
                            stop();
                            giveUp.run();
                        });
    }

    /// Sends now and again, each time after twice as long but at most T2, for 64*T1.
    static Retransmission ofFinal(UserAgentThread thread, Runnable send, Runnable giveUp) {
        return start(new Retransmission(thread, send, giveUp, T2));
    }

    /// Sends now and again, each time after twice as long, for 64*T1.
    static Retransmission ofProvisional(UserAgentThread thread, Runnable send, Runnable giveUp) {
        return start(new Retransmission(thread, send, giveUp, T1.multipliedBy(64)));
    }

    private static Retransmission start(Retransmission retransmission) {
        retransmission.send(T1);
        return retransmission;
    }

    private void send(Duration wait) {
        if (stopped) {
            return;
        }
        send.run();
        Duration twice = wait.multipliedBy(2);
        next = thread.after(wait, () -> send(twice.compareTo(longest) > 0 ? longest : twice));
    }

    /// It was confirmed.
    void stop() {
        stopped = true;
        next.cancel();
        end.cancel();
    }
}
