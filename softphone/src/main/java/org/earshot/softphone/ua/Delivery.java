package org.earshot.softphone.ua;

/// How far a message came. For one of ours: from here to the other one's eyes. For one of others: DELIVERED is kept
/// here, DISPLAYED was seen here or on another device of ours.
public enum Delivery {
    /// It waits for the server, or for an answer of it.
    SENDING,
    /// A 200 came: it has been delivered to a device, or to another server.
    SENT,
    /// A 202 came: the server keeps it for the other one.
    KEPT,
    /// A device of the other one has it.
    DELIVERED,
    /// The other one saw it.
    DISPLAYED,
    /// It will not arrive, unless it is sent again.
    FAILED;

    /// Whether news of this kind change what is known. Notices come in any order, and from several devices: what was
    /// seen stays seen.
    public boolean isChangedBy(Delivery news) {
        return switch (news) {
            case SENDING -> this == FAILED;
            case SENT, KEPT -> this == SENDING || this == FAILED;
            case DELIVERED -> this != DELIVERED && this != DISPLAYED;
            case DISPLAYED -> this != DISPLAYED;
            case FAILED -> this == SENDING || this == SENT || this == KEPT;
        };
    }
}
