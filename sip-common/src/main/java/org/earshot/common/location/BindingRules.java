package org.earshot.common.location;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.earshot.common.stack.Flow;

/// What every binding store does with the bindings of one address. Pure.
final class BindingRules {
    // RFC 3261 §16.6 tries by q; among equals the phone that was heard of last is the likeliest to
    // answer
    private static final Comparator<Binding> PREFERRED_FIRST =
            Comparator.comparingInt(Binding::qThousandths)
                    .thenComparing(Binding::updatedAt)
                    .reversed()
                    .thenComparing(binding -> binding.key().toString());

    private BindingRules() {}

    /// Those that have not expired, the preferred first.
    static List<Binding> current(List<Binding> bindings, Instant now) {
        return bindings.stream()
                .filter(binding -> binding.expiresAt().isAfter(now))
                .sorted(PREFERRED_FIRST)
                .toList();
    }

    /// The same, of what a change made.
    ///
    /// @throws IllegalArgumentException if two have one key
    static List<Binding> changed(List<Binding> bindings, Instant now) {
        Set<BindingKey> keys = new HashSet<>();
        for (Binding binding : bindings) {
            if (!keys.add(binding.key())) {
                throw new IllegalArgumentException("two bindings with the key " + binding.key());
            }
        }
        return current(bindings, now);
    }

    /// Whether anybody has to hear of a change: a phone came, went, started anew or is reached in another way. A refresh
    /// of what was there is no news.
    ///
    /// @param stored the bindings before, those that have expired too
    /// @param after the bindings from now on
    static boolean isNews(List<Binding> stored, List<Binding> after, Instant now) {
        Set<Contact> contacts = contacts(after);
        return !contacts.equals(contacts(stored))
                || !contacts.equals(contacts(current(stored, now)));
    }

    private static Set<Contact> contacts(List<Binding> bindings) {
        return bindings.stream()
                .map(binding ->
                        new Contact(
                                binding.key(),
                                binding.contact(),
                                binding.callId(),
                                binding.flow(),
                                binding.path(),
                                binding.takesCpim(),
                                binding.wantsHistory()))
                .collect(Collectors.toSet());
    }

    /// What of a binding counts. Another Call-ID is a phone that has started anew (RFC 3261 §10.2).
    private record Contact(
            BindingKey key,
            String contact,
            String callId,
            Flow flow,
            List<String> path,
            boolean takesCpim,
            boolean wantsHistory) {}
}
