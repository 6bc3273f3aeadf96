package org.earshot.registrar;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.earshot.common.location.Binding;
import org.earshot.common.location.BindingKey;
import org.earshot.registrar.RegisterRequest.RequestedContact;
import org.earshot.registrar.RegisterRequest.Wish;

/// What a REGISTER makes of the bindings of an address (RFC 3261 §10.3 steps 6 and 7). All or nothing, and pure:
/// a store may try it again.
final class BindingUpdate {
    private final RegisterRequest request;
    private final Instant now;
    private final RegistrarConfig config;
    private final Predicate<Binding> reachable;

    /// @param reachable whether a binding's phone can be reached, as far as anybody knows
    BindingUpdate(
            RegisterRequest request,
            Instant now,
            RegistrarConfig config,
            Predicate<Binding> reachable) {
        this.request = request;
        this.now = now;
        this.config = config;
        this.reachable = reachable;
    }

    /// What came of it.
    sealed interface Result {
        /// The bindings from now on, the preferred first.
        record Updated(List<Binding> bindings) implements Result {}

        /// One contact asks for less than the minimum: 423 with Min-Expires.
        record TooBrief() implements Result {}

        /// A REGISTER of the same Call-ID that was sent later has been here already.
        record OutOfOrder() implements Result {}

        /// More contacts than one address may have.
        record TooMany() implements Result {}
    }

    /// @param current the bindings that have not expired
    Result apply(List<Binding> current) {
        return switch (request.wish()) {
            case Wish.Query() -> new Result.Updated(current);
            case Wish.RemoveAll() ->
                    current.stream().anyMatch(this::isOutOfOrder)
                            ? new Result.OutOfOrder()
                            : new Result.Updated(List.of());
            case Wish.Change(List<RequestedContact> contacts) -> change(current, contacts);
        };
    }

    private Result change(List<Binding> current, List<RequestedContact> contacts) {
        Map<BindingKey, Binding> bindings = new LinkedHashMap<>();
        current.forEach(binding -> bindings.put(binding.key(), binding));
        for (RequestedContact contact : contacts) {
            Binding existing = bindings.get(contact.key());
            if (existing != null && isOutOfOrder(existing)) {
                return new Result.OutOfOrder();
            }
            long asked = contact.expires().orElse((int) config.defaultExpires().toSeconds());
            if (asked == 0) {
                bindings.remove(contact.key());
            } else if (asked < config.minExpires().toSeconds()) {
                return new Result.TooBrief();
            } else {
                long granted = Math.min(asked, config.maxExpires().toSeconds());
                bindings.put(contact.key(), binding(contact, Duration.ofSeconds(granted)));
            }
        }
        makeRoom(bindings, contacts);
        // Who has too many already, after the limit was lowered, may still refresh and remove.
        if (bindings.size() > Math.max(config.maxContacts(), current.size())) {
            return new Result.TooMany();
        }
        List<Binding> updated = new ArrayList<>(bindings.values());
        updated.sort(
                Comparator.comparingInt(Binding::qThousandths)
                        .reversed()
                        .thenComparing(Binding::updatedAt, Comparator.reverseOrder()));
        return new Result.Updated(List.copyOf(updated));
    }

    /// What only a connection led to that is gone, with its node perhaps, keeps nobody out.
    private void makeRoom(Map<BindingKey, Binding> bindings, List<RequestedContact> contacts) {
        int tooMany = bindings.size() - config.maxContacts();
        if (tooMany <= 0) {
            return;
        }
        Set<BindingKey> wanted =
                contacts.stream().map(RequestedContact::key).collect(Collectors.toSet());
        bindings.values().stream()
                .filter(binding -> !wanted.contains(binding.key()))
                .filter(binding -> !reachable.test(binding))
                .sorted(Comparator.comparing(Binding::updatedAt))
                .limit(tooMany)
                .map(Binding::key)
                .toList()
                .forEach(bindings::remove);
    }

    private boolean isOutOfOrder(Binding existing) {
        return existing.callId().equals(request.callId()) && request.cSeq() <= existing.cSeq();
    }

    private Binding binding(RequestedContact contact, Duration expires) {
        return new Binding(
                contact.key(),
                contact.uri(),
                contact.qThousandths(),
                request.callId(),
                request.cSeq(),
                now.plus(expires),
                contact.instanceId(),
                contact.regId(),
                request.flow(),
                request.path(),
                request.userAgent(),
                contact.takesCpim(),
                contact.wantsHistory(),
                now);
    }
}
