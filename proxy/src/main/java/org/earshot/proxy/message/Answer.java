package org.earshot.proxy.message;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sip.message.Response;
import org.earshot.common.stack.InboundRequest;
import org.earshot.common.stack.Timers;

/// What the sender of a message hears: 200 when a first device took it, 202 when that takes long or nobody is there, and
/// a refusal when every device refused it for good. Whoever sends it again hears the same. Thread-safe.
final class Answer {
    private final Set<DeviceId> expected = new HashSet<>();
    private final List<InboundRequest> waiting = new ArrayList<>();
    private Optional<Reply> reply = Optional.empty();
    private Optional<Reply> refusal = Optional.empty();
    private Optional<Timers.Cancellable> timer = Optional.empty();
    private boolean later;

    /// What goes back.
    private record Reply(int status, String reason) {}

    /// Somebody waits for it.
    void attach(InboundRequest request) {
        Reply known;
        synchronized (this) {
            if (reply.isEmpty()) {
                waiting.add(request);
                return;
            }
            known = reply.get();
        }
        request.respond(known.status(), known.reason());
    }

    /// It is on its way.
    ///
    /// @param devices that are there now
    /// @param others whether it waits for others besides
    /// @param timesUp fires when the sender has waited long enough
    void expect(Set<DeviceId> devices, boolean others, Timers.Cancellable timesUp) {
        synchronized (this) {
            expected.addAll(devices);
            later = later || others;
            timer = Optional.of(timesUp);
        }
        decide();
    }

    /// A device has it.
    void took(DeviceId device) {
        reply(Response.OK, "OK");
    }

    /// A device refused it for good.
    void refused(DeviceId device, int status, String reason) {
        synchronized (this) {
            if (!expected.remove(device)) {
                return;
            }
            Reply other = new Reply(status, reason);
            refusal = Optional.of(refusal.map(one -> better(one, other)).orElse(other));
        }
        decide();
    }

    // RFC 3261 §16.7 step 6: a 6xx before all others, and of those the lowest
    private static Reply better(Reply one, Reply other) {
        if (one.status() / 100 == 6 || other.status() / 100 == 6) {
            return one.status() / 100 == 6 ? one : other;
        }
        return one.status() <= other.status() ? one : other;
    }

    /// Whether the sender heard that it was refused.
    synchronized boolean isRefused() {
        return reply.map(said -> said.status() >= Response.MULTIPLE_CHOICES).orElse(false);
    }

    /// A device gets it later.
    void later(DeviceId device) {
        synchronized (this) {
            if (!expected.remove(device)) {
                return;
            }
            later = true;
        }
        decide();
    }

    /// The sender has waited long enough.
    void timeIsUp() {
        reply(Response.ACCEPTED, "Accepted");
    }

    private void decide() {
        Reply all;
        synchronized (this) {
            if (!expected.isEmpty()) {
                return;
            }
            all =
                    refusal.filter(_ -> !later)
                            .orElseGet(() -> new Reply(Response.ACCEPTED, "Accepted"));
        }
        reply(all.status(), all.reason());
    }

    /// Says this, unless something was said before.
    void reply(int status, String reason) {
        List<InboundRequest> requests;
        synchronized (this) {
            if (reply.isPresent()) {
                return;
            }
            reply = Optional.of(new Reply(status, reason));
            requests = List.copyOf(waiting);
            waiting.clear();
            timer.ifPresent(Timers.Cancellable::cancel);
        }
        requests.forEach(request -> request.respond(status, reason));
    }

    /// Ends without having been taken: all who wait are told so, in their own way.
    List<InboundRequest> abandon() {
        synchronized (this) {
            List<InboundRequest> requests = List.copyOf(waiting);
            waiting.clear();
            return requests;
        }
    }
}
