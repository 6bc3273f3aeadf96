package org.earshot.registrar.presence.state;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.call.CallRecord;
import org.earshot.common.db.Columns;
import org.earshot.common.presence.ComposedPresence;
import org.earshot.common.presence.PresenceState;
import org.earshot.common.presence.PresenceStatus;
import org.earshot.common.presence.PublishedPresence;
import org.earshot.registrar.presence.store.Contact;
import org.earshot.registrar.presence.store.ContactVersion;
import org.earshot.registrar.presence.store.EventPackage;
import org.earshot.registrar.presence.store.Verdict;

/// Composes what a watcher may be told. Pure.
public final class Views {
    private final Consent consent;

    public Views(Consent consent) {
        this.consent = consent;
    }

    /// What the rules say to a watcher of one address.
    public Verdict verdict(
            EventPackage event,
            AddressOfRecord owner,
            AddressOfRecord watcher,
            Map<AddressOfRecord, Verdict> rules) {
        return switch (event) {
            case PRESENCE -> consent.presence(owner, watcher, rules);
            case DIALOG -> consent.calls(owner, watcher, rules);
            // one's own business
            case PRESENCE_WINFO, MESSAGE_SUMMARY, CONTACT_LIST, PRESENCE_RULES ->
                    owner.equals(watcher) ? Verdict.ALLOW : Verdict.BLOCK;
        };
    }

    /// What a watcher is told.
    public View of(Facts facts, EventPackage event, AddressOfRecord watcher) {
        if (!facts.exists()) {
            return View.without(View.Standing.NO_RESOURCE);
        }
        return switch (verdict(event, facts.address(), watcher, facts.rules())) {
            case ALLOW -> View.active(body(facts, event, watcher));
            case POLITE_BLOCK -> View.active(polite(event));
            case BLOCK -> View.without(View.Standing.REJECTED);
            case ASK -> View.without(View.Standing.PENDING);
        };
    }

    private View.Body body(Facts facts, EventPackage event, AddressOfRecord watcher) {
        return switch (event) {
            case PRESENCE ->
                    new View.Body.Presence(
                            facts.address().equals(watcher)
                                    ? presence(facts)
                                    : presence(facts).forOthers(facts.address().toString()));
            case DIALOG ->
                    new View.Body.Lamps(
                            lamps(
                                    facts,
                                    consent.lampsShowPeers() || facts.address().equals(watcher)));
            case MESSAGE_SUMMARY ->
                    new View.Body.Messages(facts.waiting().orElse(new WaitingMessages.Count(0, 0)));
            case PRESENCE_WINFO -> watchers(facts);
            case PRESENCE_RULES -> new View.Body.Rules(facts.rules());
            case CONTACT_LIST -> contacts(facts.contacts().orElse(List.of()));
        };
    }

    private static View.Body contacts(List<Contact> contacts) {
        return new View.Body.Contacts(ContactVersion.of(contacts), contacts);
    }

    /// What somebody sees who must not notice that he is kept out: a person who is never there.
    private static View.Body polite(EventPackage event) {
        return event == EventPackage.DIALOG
                ? new View.Body.Lamps(List.of())
                : new View.Body.Presence(
                        ComposedPresence.of(PresenceState.of(PresenceStatus.OFFLINE)));
    }

    /// Of one who can't be reached nothing counts that phones have published before; what was published without one does.
    static ComposedPresence presence(Facts facts) {
        List<PublishedPresence> published =
                facts.published().stream()
                        .filter(one -> facts.reachable() || !one.ofDevice())
                        .map(Facts.Published::presence)
                        .toList();
        boolean knownToBeThere = facts.reachable() || !published.isEmpty();
        boolean onThePhone =
                knownToBeThere
                        && facts.calls().stream()
                                .anyMatch(call -> isOnThePhone(facts.address(), call));
        return ComposedPresence.compose(published, facts.reachable(), onThePhone);
    }

    /// Who is called is not on the phone before answering; who calls is.
    private static boolean isOnThePhone(AddressOfRecord address, CallRecord call) {
        return call.state() == CallRecord.State.CONFIRMED
                || call.caller().equals(address.toString());
    }

    static List<Lamp> lamps(Facts facts, boolean showPeers) {
        String own = facts.address().toString();
        List<Lamp> lamps = new ArrayList<>();
        for (CallRecord call : facts.calls()) {
            boolean initiator = call.caller().equals(own);
            String peer = initiator ? call.callee() : call.caller();
            lamps.add(
                    new Lamp(
                            lampId(call),
                            initiator,
                            call.state() == CallRecord.State.CONFIRMED,
                            showPeers ? Optional.of(peer) : Optional.empty()));
        }
        return lamps;
    }

    /// The same for one call each time, and no way back to its Call-ID, with which one could take the call over.
    private static String lampId(CallRecord call) {
        byte[] hash = Columns.sha256(call.key().callId() + '\0' + call.key().callerTag());
        StringBuilder id = new StringBuilder("c");
        for (int i = 0; i < 8; i++) {
            id.append(String.format("%02x", hash[i]));
        }
        return id.toString();
    }

    private View.Body watchers(Facts facts) {
        Map<AddressOfRecord, Watcher> watchers = new LinkedHashMap<>();
        Set<AddressOfRecord> refused = new HashSet<>();
        for (Facts.Watching watching : facts.watchers()) {
            AddressOfRecord watcher = watching.watcher();
            switch (consent.presence(facts.address(), watcher, facts.rules())) {
                case ALLOW, POLITE_BLOCK -> add(watchers, watching, Watcher.Standing.ACTIVE);
                case ASK -> add(watchers, watching, Watcher.Standing.PENDING);
                case BLOCK -> {}
            }
        }
        facts.rules()
                .forEach((watcher, verdict) -> {
                    switch (consent.presence(facts.address(), watcher, facts.rules())) {
                        case ASK -> {
                            if (verdict == Verdict.ASK) {
                                watchers.putIfAbsent(
                                        watcher, Watcher.of(watcher, Watcher.Standing.WAITING));
                            }
                        }
                        case BLOCK -> refused.add(watcher);
                        case ALLOW, POLITE_BLOCK -> {}
                    }
                });
        watchers.remove(facts.address());
        return new View.Body.Watchers(
                watchers.values().stream()
                        .sorted(Comparator.comparing(watcher -> watcher.address().toString()))
                        .toList(),
                refused);
    }

    /// Of several subscriptions of one watcher: from the first to the last.
    private static void add(
            Map<AddressOfRecord, Watcher> watchers,
            Facts.Watching watching,
            Watcher.Standing standing) {
        watchers.merge(
                watching.watcher(),
                new Watcher(
                        watching.watcher(),
                        standing,
                        Optional.of(watching.since()),
                        Optional.of(watching.until())),
                (one, other) ->
                        new Watcher(
                                one.address(),
                                standing,
                                Stream.of(one, other)
                                        .flatMap(each -> each.since().stream())
                                        .min(Comparator.naturalOrder()),
                                Stream.of(one, other)
                                        .flatMap(each -> each.until().stream())
                                        .max(Comparator.naturalOrder())));
    }
}
