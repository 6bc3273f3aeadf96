package org.earshot.proxy.message;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import javax.sip.message.Response;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.stack.InboundRequest;
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
    private final RateLimit<String> rate;

    /// @param queues makes a serial queue
    Composing(
            RequestSender sender,
            Routes routes,
            KnownDevices devices,
            Timers timers,
            InstantSource clock,
            Supplier<Executor> queues) {
        this.sender = sender;
        this.routes = routes;
        this.devices = devices;
        this.timers = timers;
        this.clock = clock;
        this.queues = queues;
        this.rate = new RateLimit<>(new TokenBucket.Limit(PER_SECOND, BURST), clock);
    }

    /// @param to an account, or a group of these members
    void relay(
            InboundRequest inbound,
            String from,
            String to,
            List<AddressOfRecord> members,
            Incoming.Composing typing) {
        if (!rate.tryTake(from)) {
            inbound.respond(Response.ACCEPTED, "Accepted");
            return;
        }
        Instant now = clock.instant();
        Message message =
                new Message(
                        UUID.randomUUID(),
                        Message.Kind.COMPOSING,
                        RepeatKey.ofMessageId(from, to, typing.payload().messageId()),
                        from,
                        to,
                        Set.of(),
                        false,
                        now,
                        now,
                        typing.payload());
        List<Addressee> there = new ArrayList<>();
        for (AddressOfRecord member : members) {
            devices.of(member).addressees().stream()
                    .filter(addressee -> !addressee.bindings().isEmpty())
                    .forEach(there::add);
        }
        Answer answer = new Answer();
        answer.attach(inbound);
        Set<DeviceId> expected = new HashSet<>();
        there.forEach(addressee -> expected.add(addressee.device()));
        answer.expect(
                expected,
                true, // whoever does not take it is none of the sender's business
                expected.isEmpty() ? () -> {} : timers.after(PATIENCE, answer::timeIsUp));
        there.forEach(addressee -> send(message, addressee, answer));
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
        public void onLater(int status) {
            answer.later(device);
        }

        @Override
        public void onSilence(Route route) {}

        @Override
        public void onCpim(boolean takes) {}
    }
}
