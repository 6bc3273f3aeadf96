package org.earshot.registrar.presence.watch;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.earshot.common.account.AccountStore;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.call.CallRecord;
import org.earshot.common.call.CallStore;
import org.earshot.common.event.Nodes;
import org.earshot.common.location.Binding;
import org.earshot.common.location.LocationService;
import org.earshot.common.presence.PublishedPresence;
import org.earshot.registrar.presence.state.Facts;
import org.earshot.registrar.presence.state.WaitingMessages;
import org.earshot.registrar.presence.store.ContactList;
import org.earshot.registrar.presence.store.EventPackage;
import org.earshot.registrar.presence.store.Publication;
import org.earshot.registrar.presence.store.PublicationStore;
import org.earshot.registrar.presence.store.RuleStore;
import org.earshot.registrar.presence.store.Subscription;
import org.earshot.registrar.presence.store.SubscriptionStore;

/// Reads from the stores what is true of an address. Thread-safe; blocks.
///
/// @param parser what a published document says
public record FactsReader(
        AccountStore accounts,
        LocationService location,
        PublicationStore publications,
        SubscriptionStore subscriptions,
        RuleStore rules,
        ContactList contacts,
        CallStore calls,
        WaitingMessages waiting,
        Reach reach,
        Nodes nodes,
        Function<String, PublishedPresence> parser) {

    /// @param until when something of it ends by itself; empty if nothing does
    record Reading(Facts facts, Optional<Instant> until) {}

    /// @param wanted for whom it is read: what nobody wants is not looked up
    /// @throws org.earshot.common.db.StoreUnavailableException if not all of it can be known now
    Reading read(AddressOfRecord address, Set<EventPackage> wanted) {
        List<Binding> bindings = location.lookup(address);
        List<Publication> published = publications.lookup(address);
        List<CallRecord> live =
                calls.callsOf(address.toString()).stream()
                        .filter(call -> nodes.isLive(call.node()))
                        .toList();
        Facts facts =
                new Facts(
                        address,
                        accounts.find(address).isPresent(),
                        bindings.stream().anyMatch(reach::isReachable),
                        published.stream()
                                .map(one ->
                                        new Facts.Published(
                                                parser.apply(one.body()), one.ofDevice()))
                                .toList(),
                        live,
                        rules.rulesOf(address),
                        wanted.contains(EventPackage.MESSAGE_SUMMARY)
                                ? Optional.of(waiting.of(address))
                                : Optional.empty(),
                        wanted.contains(EventPackage.CONTACT_LIST)
                                ? Optional.of(contacts.contactsOf(address))
                                : Optional.empty(),
                        wanted.contains(EventPackage.PRESENCE_WINFO)
                                ? watchers(address)
                                : List.of());
        List<Instant> ends = new ArrayList<>();
        bindings.forEach(binding -> ends.add(binding.expiresAt()));
        published.forEach(publication -> ends.add(publication.expiresAt()));
        live.forEach(call -> ends.add(call.expiresAt()));
        return new Reading(facts, ends.stream().min(Instant::compareTo));
    }

    private List<Facts.Watching> watchers(AddressOfRecord address) {
        return Stream.concat(
                        subscriptions.of(address, EventPackage.PRESENCE).stream()
                                .filter(one -> one.list() == Subscription.ListKind.NONE),
                        subscriptions
                                .listsWith(
                                        address,
                                        contacts.ownersWith(address),
                                        EventPackage.PRESENCE)
                                .stream())
                .map(one -> new Facts.Watching(one.watcher(), one.createdAt(), one.expiresAt()))
                .toList();
    }
}
