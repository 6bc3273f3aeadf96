package org.earshot.registrar.presence.state;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.call.CallRecord;
import org.earshot.common.db.Columns;
import org.earshot.common.presence.PresenceState;
import org.earshot.common.presence.PresenceStatus;
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
            case PRESENCE_WINFO, MESSAGE_SUMMARY, CONTACT_LIST ->
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
            case PRESENCE -> new View.Body.Presence(presence(facts));
            case DIALOG ->
                    new View.Body.Lamps(
                            lamps(
                                    facts,
                                    consent.lampsShowPeers() || facts.address().equals(watcher)));
            case MESSAGE_SUMMARY ->
                    new View.Body.Messages(facts.waiting().orElse(new WaitingMessages.Count(0, 0)));
            case PRESENCE_WINFO -> new View.Body.Watchers(watchers(facts));
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
                : new View.Body.Presence(PresenceState.of(PresenceStatus.OFFLINE));
    }

    /// One who can't be reached is offline, whatever a phone has published before.
    static PresenceState presence(Facts facts) {
        return facts.reachable()
                ? PresenceState.compose(
                        facts.published(),
                        true,
                        facts.calls().stream()
                                .anyMatch(call -> isOnThePhone(facts.address(), call)))
                : PresenceState.of(PresenceStatus.OFFLINE);
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

    private List<Watcher> watchers(Facts facts) {
        Map<AddressOfRecord, Watcher.Standing> watchers = new LinkedHashMap<>();
        for (AddressOfRecord watcher : facts.watchers()) {
            switch (consent.presence(facts.address(), watcher, facts.rules())) {
                case ALLOW, POLITE_BLOCK -> watchers.put(watcher, Watcher.Standing.ACTIVE);
                case ASK -> watchers.put(watcher, Watcher.Standing.PENDING);
                case BLOCK -> {}
            }
        }
        facts.rules()
                .forEach((watcher, verdict) -> {
                    if (verdict == Verdict.ASK
                            && consent.presence(facts.address(), watcher, facts.rules())
                                    == Verdict.ASK) {
                        watchers.putIfAbsent(watcher, Watcher.Standing.WAITING);
                    }
                });
        watchers.remove(facts.address());
        return watchers.entrySet().stream()
                .map(entry -> new Watcher(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparing(watcher -> watcher.address().toString()))
                .toList();
    }
}
