package org.earshot.softphone.ua;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/// Conversations of whoever is logged in. As with [UserAgent], every command may come from any thread and returns at
/// once; what becomes of it is told by events.
public interface Chat {

    /// Writes to somebody (RFC 3428). Messages to one address go out in the order of these calls, and wait for the
    /// server where it is away, also over the end of the process.
    ///
    /// @param uri `sip:name@example.org`, or a name alone for one in our own domain
    /// @return the id of the message, at once
    Id send(String uri, String text);

    /// Sends a message that failed once more, as the same message.
    void sendAgain(MessageKey key);

    /// The user has seen all of a conversation; their authors are told, where they want to be (RFC 5438).
    void seen(String conversation);

    /// The user is typing a message to somebody (RFC 3994); to be called at each key.
    void typing(String uri);

    /// The latest messages of a conversation, oldest first.
    ///
    /// @param before only those before this message id; empty: all
    /// @param most how many at most
    /// @return completed on any thread; fails with a [MessageStoreException], or an [IllegalStateException] where
    ///     nobody is logged in
    CompletionStage<List<ChatMessage>> history(
            String conversation, Optional<String> before, int most);

    /// The messages of a conversation that came after one, oldest first; with [#history] a window of it can be moved both ways.
    ///
    /// @param after the first of them follows this message id; where that is unknown there are none
    /// @param most how many at most
    /// @return as for [#history]
    CompletionStage<List<ChatMessage>> historyAfter(String conversation, String after, int most);

    /// The messages around one, oldest first, with that one: half of them before it, as far as they go.
    ///
    /// @param most how many at most, at least 1
    /// @return as for [#history]; none where it is unknown
    CompletionStage<List<ChatMessage>> around(MessageKey key, int most);

    /// Messages of all conversations that contain all of some words, in any case and anywhere in a word, the newest first.
    ///
    /// @param words parted by white space; none: nothing is found. At most the first 16, of 100 characters each, count
    /// @param most how many at most
    /// @return as for [#history]
    CompletionStage<List<ChatMessage>> search(String words, int most);

    /// The same of one conversation.
    CompletionStage<List<ChatMessage>> searchIn(String conversation, String words, int most);

    /// With whom there are messages, the latest first.
    ///
    /// @return as for [#history]
    CompletionStage<List<Conversation>> conversations();
}
