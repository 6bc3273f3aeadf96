package org.earshot.registrar.presence.store;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What one can subscribe to here (RFC 6665 §7.2). The names of the constants stand in the database.
public enum EventPackage {
    /// RFC 3856.
    PRESENCE("presence", "application/pidf+xml"),
    /// RFC 3857: who watches me, or wants to.
    PRESENCE_WINFO("presence.winfo", "application/watcherinfo+xml"),
    /// RFC 4235: the lamps of desk phones.
    DIALOG("dialog", "application/dialog-info+xml"),
    /// RFC 3842: messages that wait.
    MESSAGE_SUMMARY("message-summary", "application/simple-message-summary"),
    /// Our own: the contact list of the watcher (docs/decisions/0014).
    CONTACT_LIST("contact-list", "application/resource-lists+xml"),
    /// Our own: whom the watcher lets see its presence (docs/decisions/0014).
    PRESENCE_RULES("presence-rules", "application/auth-policy+xml");

    private final String token;
    private final String contentType;

    EventPackage(String token, String contentType) {
        this.token = token;
        this.contentType = contentType;
    }

    /// Its name in Event, such as `presence.winfo`.
    public String token() {
        return token;
    }

    /// What its NOTIFYs carry, such as `application/pidf+xml`.
    public String contentType() {
        return contentType;
    }

    /// The one of that name, in any case.
    public static Optional<EventPackage> of(String token) {
        String lower = token.toLowerCase(Locale.ROOT);
        return Arrays.stream(values()).filter(one -> one.token.equals(lower)).findFirst();
    }
}
