package org.earshot.proxy.message;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javax.sip.message.Response;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.limit.RateLimit;
import org.earshot.common.limit.TokenBucket;
import org.earshot.common.location.Binding;
import org.earshot.common.message.IsComposing;
import org.earshot.common.stack.RequestSender;
import org.earshot.common.stack.Timers;

/// Who is typing (RFC 3994): told at once to the devices that are there, in words of ours, and forgotten. Thread-safe.
final class Composing {
    private static final int PER_SECOND = 2;
    private static final int BURST = 10;
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final RequestSender sender;
    private final Routes routes;
    private final KnownDevices devices;
    private final Timers timers;
    private final InstantSource clock;
    private final Supplier<Executor> queues;
    private final FlowOwners owners;
    private final RateLimit<String> rate;

    /// Tells phones of other nodes.
    @FunctionalInterface
    interface Elsewhere {
        void tell(Message message, IsComposing state, Set<AddressOfRecord> members);
    }

    /// @param queues makes a serial queue
    Composing(
            RequestSender sender,
            Routes routes,
            FlowOwners owners,
            KnownDevices devices,
            Timers timers,
            InstantSource clock,
            Supplier<Executor> queues) {
        this.sender = sender;
        this.routes = routes;
        this.owners = owners;
        this.devices = devices;
        this.timers = timers;
        this.clock = clock;
        this.queues = queues;
        this.rate = new RateLimit<>(new TokenBucket.Limit(PER_SECOND, BURST), clock);
    }

    /// @param to an account, or a group of these members; who blocks the sender is not told
    /// @param elsewhere is given those with phones of other nodes
    void relay(
            Origin origin,
            String to,
            List<AddressOfRecord> members,
            Incoming.Composing typing,
            Elsewhere elsewhere) {
        String from = origin.address();
        if (!rate.tryTake(from)) {
            origin.inbound().respond(Response.ACCEPTED, "Accepted");
            return;
        }
        Message message = message(from, to, typing.payload(), clock.instant());
        List<Addressee> there = new ArrayList<>();
        Set<AddressOfRecord> others = new LinkedHashSet<>();
        Map<AddressOfRecord, KnownDevices.Ready> known = devices.ready(origin, members);
        for (AddressOfRecord member : members) {
            if (known.get(member).blocks()) {
                continue;
            }
            for (Addressee addressee : known.get(member).all().addressees()) {
                if (addressee.bindings().stream().anyMatch(b -> owners.isElsewhere(b.flow()))) {
                    others.add(member);
                }
                Addressee here = with(addressee, binding -> !owners.isElsewhere(binding.flow()));
                if (!here.bindings().isEmpty()) {
                    there.add(here);
                }
            }
        }
        Answer answer = new Answer();
        answer.attach(origin.inbound());
        Set<DeviceId> expected = new HashSet<>();
        there.forEach(addressee -> expected.add(addressee.device()));
        answer.expect(
                expected,
                true, // whoever does not take it is none of the sender's business
                expected.isEmpty() ? () -> {} : timers.after(PATIENCE, answer::timeIsUp));
        there.forEach(addressee -> send(message, addressee, answer));
        if (!others.isEmpty()) {
            elsewhere.tell(message, typing.state(), others);
        }
    }

    /// What another node says, for the phones that this one holds.
    void tellHere(Message message, AddressOfRecord member) {
        for (Addressee addressee : devices.of(member).addressees()) {
            Addressee here = with(addressee, binding -> owners.isHere(binding.flow()));
            if (!here.bindings().isEmpty()) {
                send(message, here, new Answer());
            }
        }
    }

    private static Addressee with(Addressee addressee, Predicate<Binding> which) {
        return new Addressee(
                addressee.device(),
                addressee.takesCpim(),
                addressee.seen(),
                addressee.bindings().stream().filter(which).toList());
    }

    static Message message(String from, String to, Payload payload, Instant now) {
        return new Message(
                UUID.randomUUID(),
                Message.Kind.COMPOSING,
                RepeatKey.ofMessageId(from, to, payload.messageId()),
                from,
                to,
                Set.of(),
                false,
                now,
                now,
                payload);
    }

    private void send(Message message, Addressee addressee, Answer answer) {
        DeviceId device = addressee.device();
        List<Route> ways =
                addressee.bindings().stream()
                        .flatMap(binding -> routes.to(device.owner(), binding).stream())
                        .filter(route -> route.destination().isPresent())
                        .filter(route -> !message.payload().secureOnly() || route.isSecure())
                        .toList();
        if (ways.isEmpty()) {
            answer.later(device);
            return;
        }
        Executor queue = queues.get();
        queue.execute(() ->
                new Attempt(
                                message,
                                device,
                                ways,
                                addressee.takesCpim(),
                                false,
                                sender,
                                queue,
                                new ToAnswer(device, answer))
                        .start());
    }

    /// Tells the answer only.
    private record ToAnswer(DeviceId device, Answer answer) implements Attempt.Events {
        @Override
        public void onTaken(Route route, int status, boolean cpim) {
            answer.took(device);
        }

        @Override
        public void onRefused(Route route, int status, String reason) {
            answer.later(device);
        }

        @Override
        public void onLater(int status, Optional<Route> said) {
            answer.later(device);
        }

        @Override
        public void onSilence(Route route) {}

        @Override
        public void onCpim(boolean takes) {}
    }
}
