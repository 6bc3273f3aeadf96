package org.earshot.softphone.ui.find;

import org.earshot.softphone.ua.ChatMessage;
import org.earshot.softphone.ua.JournalEntry.PastFile;

/// Something that was found.
public sealed interface Hit {

    /// Somebody who is known: on the contact list, in the directory, or somebody with whom something was said.
    record Person(String uri) implements Hit {}

    /// An address that was typed, or a number: it can be called and written to.
    record Address(String uri) implements Hit {}

    /// A message that has all the words.
    record Message(ChatMessage message) implements Hit {}

    /// A file that came or went, whose name has all the words.
    record File(PastFile file) implements Hit {}
}
