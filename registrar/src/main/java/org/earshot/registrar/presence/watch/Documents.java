package org.earshot.registrar.presence.watch;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.presence.ComposedPresence;
import org.earshot.common.presence.DialogInfo;
import org.earshot.common.presence.MessageSummary;
import org.earshot.registrar.presence.state.Lamp;
import org.earshot.registrar.presence.state.View;
import org.earshot.registrar.presence.state.WaitingMessages;
import org.earshot.registrar.presence.store.Contact;
import org.earshot.registrar.presence.store.ContactDocument;
import org.earshot.registrar.presence.store.EventPackage;

/// Writes what a watcher is told of one address as its event package has it. Thread-safe.
final class Documents {
    /// A lamp that shows nothing: some phones put one out only when they read that a call is over.
    private static final DialogInfo.Dialog DARK =
            DialogInfo.Dialog.of("idle", DialogInfo.State.TERMINATED);

    private final InstantSource clock;

    Documents(InstantSource clock) {
        this.clock = clock;
    }

    /// What a subscription is to tell.
    ///
    /// @param whole whether everything, or only the news
    /// @param members all that it watches, in order
    /// @param now what is known of them
    /// @param before what it told last
    /// @param news of whom something new is known
    record Telling(
            boolean whole,
            List<AddressOfRecord> members,
            Map<AddressOfRecord, View> now,
            Map<AddressOfRecord, View> before,
            Set<AddressOfRecord> news) {}

    /// A body, and its Content-Type. The bytes are handed on, and no two documents are ever compared.
    @SuppressWarnings("ArrayRecordComponent")
    record Document(String contentType, byte[] body) {}

    /// @param versions gives each document that has a number the next one
    /// @param before what was told last
    /// @return empty where there is nothing to tell
    Optional<Document> of(
            EventPackage event,
            AddressOfRecord resource,
            View view,
            Optional<View> before,
            DocumentVersions versions) {
        byte[] body =
                switch (view.body()) {
                    case View.Body.Nothing() -> new byte[0];
                    case View.Body.Presence(ComposedPresence presence) ->
                            presence.toBytes(resource.toString(), clock.instant());
                    case View.Body.Lamps(List<Lamp> lamps) ->
                            new DialogInfo(
                                            versions.next(resource),
                                            true,
                                            resource.toString(),
                                            dialogs(resource, lamps, before))
                                    .toBytes();
                    case View.Body.Messages(WaitingMessages.Count count) ->
                            summary(resource, count).toBytes();
                    case View.Body.Contacts(String _, List<Contact> contacts) ->
                            ContactDocument.write(contacts);
                    case View.Body.Rules(var rules) -> RuleDocument.write(rules);
                    case View.Body.Watchers watchers ->
                            WatcherDocument.of(
                                            resource,
                                            watchers,
                                            before,
                                            versions.next(resource),
                                            clock.instant())
                                    .toBytes();
                };
        return body.length == 0
                ? Optional.empty()
                : Optional.of(new Document(event.contentType(), body));
    }

    private static List<DialogInfo.Dialog> dialogs(
            AddressOfRecord resource, List<Lamp> lamps, Optional<View> before) {
        List<DialogInfo.Dialog> dialogs = new ArrayList<>();
        for (Lamp lamp : lamps) {
            DialogInfo.State state =
                    lamp.confirmed() ? DialogInfo.State.CONFIRMED : DialogInfo.State.EARLY;
            dialogs.add(dialog(resource, lamp, state));
        }
        // the document is whole, but not every phone takes what is missing for over
        if (before.isPresent()
                && before.get().body() instanceof View.Body.Lamps(List<Lamp> earlier)) {
            for (Lamp lamp : earlier) {
                if (lamps.stream().noneMatch(one -> one.id().equals(lamp.id()))) {
                    dialogs.add(dialog(resource, lamp, DialogInfo.State.TERMINATED));
                }
            }
        }
        return dialogs.isEmpty() ? List.of(DARK) : dialogs;
    }

    private static DialogInfo.Dialog dialog(
            AddressOfRecord resource, Lamp lamp, DialogInfo.State state) {
        return new DialogInfo.Dialog(
                lamp.id(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(
                        lamp.initiator()
                                ? DialogInfo.Direction.INITIATOR
                                : DialogInfo.Direction.RECIPIENT),
                state,
                Optional.empty(),
                Optional.empty(),
                Optional.of(participant(resource.toString())),
                lamp.peer().map(Documents::participant));
    }

    private static DialogInfo.Participant participant(String uri) {
        return new DialogInfo.Participant(Optional.of(uri), "", Optional.empty());
    }

    private static MessageSummary summary(AddressOfRecord resource, WaitingMessages.Count count) {
        // the kind that lights the lamp of every phone
        return new MessageSummary(
                count.unread() > 0,
                Optional.of(resource.toString()),
                Map.of(
                        MessageSummary.Kind.VOICE,
                        MessageSummary.Counts.of(count.unread(), count.read())));
    }
}
