package org.earshot.registrar.presence.state;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.call.CallRecord;
import org.earshot.common.presence.PublishedPresence;
import org.earshot.registrar.presence.store.Contact;
import org.earshot.registrar.presence.store.Verdict;

/// What the stores say of one address at one moment.
///
/// @param address whose
/// @param exists whether there is such an account
/// @param reachable whether a phone of it can be reached now
/// @param published what its phones say, the latest first
/// @param calls those that go on, the oldest first
/// @param rules whom it lets see what
/// @param waiting messages that wait for it; empty where nobody asks
/// @param contacts whom it has on its list; empty where nobody asks
/// @param watchers who watches it; empty where nobody asks
public record Facts(
        AddressOfRecord address,
        boolean exists,
        boolean reachable,
        List<Published> published,
        List<CallRecord> calls,
        Map<AddressOfRecord, Verdict> rules,
        Optional<WaitingMessages.Count> waiting,
        Optional<List<Contact>> contacts,
        List<Watching> watchers) {

    /// What was published, and how.
    ///
    /// @param ofDevice whether it counts only while a phone is there
    public record Published(PublishedPresence presence, boolean ofDevice) {}

    /// A subscription to it, or to a list that holds it.
    ///
    /// @param since when it began
    /// @param until when it ends unless it is refreshed
    public record Watching(AddressOfRecord watcher, Instant since, Instant until) {}

    public Facts {
        published = List.copyOf(published);
        calls = List.copyOf(calls);
        rules = Map.copyOf(rules);
        contacts = contacts.map(List::copyOf);
        watchers = List.copyOf(watchers);
    }

    /// Where nobody asks for the contact list.
    public Facts(
            AddressOfRecord address,
            boolean exists,
            boolean reachable,
            List<Published> published,
            List<CallRecord> calls,
            Map<AddressOfRecord, Verdict> rules,
            Optional<WaitingMessages.Count> waiting,
            List<Watching> watchers) {
        this(
                address,
                exists,
                reachable,
                published,
                calls,
                rules,
                waiting,
                Optional.empty(),
                watchers);
    }
}
