package org.earshot.softphone.ua;

import java.util.Locale;

/// Where the contact list is kept.
public enum ContactsState {
    /// Here only, for now: the server is away, or keeps no lists.
    LOCAL,
    /// At the server, and here.
    SYNCED,
    /// The server has a list, and keeps it from this device until an older device or an administrator agrees.
    WITHHELD;

    /// Such as `synced`.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
