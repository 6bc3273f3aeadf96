package org.earshot.softphone.ua;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.earshot.softphone.contactfile.ContactFile;

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

    /// Marks somebody as one whom the user wants at hand, or takes that back; whoever is not on the list comes on it. Kept on this machine
    /// (docs/decisions/0051), and told as a new list.
    ///
    /// @param uri as for [#put]
    void favourite(String uri, boolean on);

    /// Looks what is in a file of contacts; changes nothing.
    ///
    /// @param file vCard 3.0 or 4.0, or CSV with a header row
    /// @return completed on any thread; fails with an [java.io.IOException] with a sentence for the user, or an [IllegalStateException] where
    ///     nobody is logged in
    CompletionStage<ContactFile.Preview> read(Path file);

    /// Puts many on the list at once; those who are there already keep their place, and their name where the new one is "".
    void putAll(List<Contact> contacts);

    /// Tells the list once more, as it is.
    void show();
}
