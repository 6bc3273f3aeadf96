package org.earshot.softphone.ua;

/// The user's contact list: kept at the server for all devices of the user (docs/decisions/0014), with a copy here for
/// when the server is away. As with [UserAgent], every command may come from any thread and returns at once; the list is
/// told by [UserAgentEvent.ContactsChanged].
public interface Contacts {

    /// Begins to keep the list and to follow it at the server, until the phone ends.
    void open();

    /// Adds somebody at the end, or gives them another name.
    ///
    /// @param uri `sip:name@example.org`, or a name alone for one in our own domain
    /// @param name what to call them; "" for nothing
    void put(String uri, String name);

    /// Takes somebody off.
    ///
    /// @param uri as for [#put]
    void remove(String uri);

    /// Tells the list once more, as it is.
    void show();
}
