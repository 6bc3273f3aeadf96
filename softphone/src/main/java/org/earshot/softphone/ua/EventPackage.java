package org.earshot.softphone.ua;

import org.earshot.common.presence.MessageSummary;
import org.earshot.common.presence.Pidf;
import org.earshot.common.presence.PresenceRules;
import org.earshot.common.presence.ResourceLists;

/// What a phone subscribes to (RFC 6665 §7.2).
///
/// @param token as in Event
/// @param contentType of what NOTIFY brings
record EventPackage(String token, String contentType) {
    /// RFC 3856.
    static final EventPackage PRESENCE = new EventPackage("presence", Pidf.CONTENT_TYPE);

    /// RFC 3842: what waits in a mailbox.
    static final EventPackage MESSAGE_SUMMARY =
            new EventPackage("message-summary", MessageSummary.CONTENT_TYPE);

    /// Earshot's own (docs/decisions/0014).
    static final EventPackage CONTACT_LIST =
            new EventPackage("contact-list", ResourceLists.CONTENT_TYPE);

    /// Earshot's own as well.
    static final EventPackage PRESENCE_RULES =
            new EventPackage("presence-rules", PresenceRules.CONTENT_TYPE);
}
