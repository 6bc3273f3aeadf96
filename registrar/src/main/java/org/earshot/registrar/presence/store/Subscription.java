package org.earshot.registrar.presence.store;

import java.time.Instant;
import java.util.List;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.stack.Dialog;
import org.earshot.common.stack.Flow;

/// That somebody watches something (RFC 6665), and all that a NOTIFY needs, also after a restart.
///
/// @param id its dialog, seen from here
/// @param event what kind of thing is watched
/// @param eventId the `id` of its Event header, "" for none
/// @param resource who is watched; of a list, the list's own address
/// @param watcher who watches
/// @param list whether it is a list, and where its members stand
/// @param members of a list that came with the SUBSCRIBE, at most as many as the configuration allows
/// @param localUri our end, as a URI: To of the SUBSCRIBE
/// @param remoteUri the watcher's end: From
/// @param contact its Contact's URI: where NOTIFYs go
/// @param routes the Record-Route of the SUBSCRIBE (RFC 3261 §12.1.1), topmost first
/// @param remoteSequence CSeq of its last SUBSCRIBE
/// @param flow over which that came
/// @param node name of the start of the node that notifies
/// @param createdAt when it began
/// @param expiresAt when it ends
/// @param nextVersion the least number of the next document that its watcher gets, 0 in the beginning; exact on the node that
///     notifies, and as far as it was when this was written elsewhere
public record Subscription(
        Dialog.Id id,
        EventPackage event,
        String eventId,
        AddressOfRecord resource,
        AddressOfRecord watcher,
        ListKind list,
        List<AddressOfRecord> members,
        String localUri,
        String remoteUri,
        String contact,
        List<String> routes,
        long remoteSequence,
        Flow flow,
        String node,
        Instant createdAt,
        Instant expiresAt,
        long nextVersion) {

    /// More documents than a watcher is told between two SUBSCRIBEs: the next node goes on above them.
    private static final long TAKEOVER = 20_000;

    /// Whether one address is watched or many (RFC 4662). The names stand in the database.
    public enum ListKind {
        /// One address.
        NONE,
        /// The watcher's contact list, as it is at each moment.
        CONTACTS,
        /// What the SUBSCRIBE brought (RFC 5367).
        GIVEN
    }

    public Subscription {
        members = List.copyOf(members);
        routes = List.copyOf(routes);
    }

    /// As another SUBSCRIBE in its dialog makes it (a target refresh, RFC 6665 §4.4.1).
    public Subscription refreshed(
            String newContact,
            long sequence,
            Flow newFlow,
            String newNode,
            List<AddressOfRecord> newMembers,
            Instant newExpiresAt) {
        return new Subscription(
                id,
                event,
                eventId,
                resource,
                watcher,
                list,
                newMembers,
                localUri,
                remoteUri,
                newContact,
                routes,
                sequence,
                newFlow,
                newNode,
                createdAt,
                newExpiresAt,
                newNode.equals(node) ? nextVersion : nextVersion + TAKEOVER);
    }

    /// The same after documents.
    public Subscription told(long next) {
        return new Subscription(
                id,
                event,
                eventId,
                resource,
                watcher,
                list,
                members,
                localUri,
                remoteUri,
                contact,
                routes,
                remoteSequence,
                flow,
                node,
                createdAt,
                expiresAt,
                next);
    }

    /// The same in the care of another node.
    public Subscription by(String newNode) {
        return refreshed(contact, remoteSequence, flow, newNode, members, expiresAt);
    }
}
