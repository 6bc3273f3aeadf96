package org.earshot.softphone.ua;

/// What the server does for its users when they write to it, at `sip:earshot@` and their domain. Each command is a
/// message of ours to that address, and the answer is one that comes from there; the ids are those of
/// [Chat#send(String, String)].
public interface Service {
    /// The name of the address, in every domain.
    String NAME = "earshot";

    /// No messages of somebody any more.
    ///
    /// @param uri `sip:name@example.org`, or a name alone for one in our own domain
    Id block(String uri);

    /// Messages of somebody again.
    ///
    /// @param uri as for [#block]
    Id unblock(String uri);

    /// Asks whose messages do not come.
    Id blocked();

    /// A new device of ours may have contacts and what was written before.
    ///
    /// @param code that it shows
    Id allow(String code);
}
