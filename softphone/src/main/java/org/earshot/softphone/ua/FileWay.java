package org.earshot.softphone.ua;

import java.util.Locale;

/// Which way a file goes.
public enum FileWay {
    /// Straight from phone to phone: nobody else can read it.
    DIRECT,
    /// Over a server that passes it on, and could read it.
    RELAY,
    /// By the server, which keeps it until it is fetched.
    STORE;

    /// For events and logs.
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
