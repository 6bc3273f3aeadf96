package org.earshot.softphone.ua;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/// What about messages outlives the process: the conversations, and what has to go out. Every method returns at once
/// and is carried out after those asked for before it; its stage completes, on any thread, when what it changed is on
/// stable storage, and fails with a [MessageStoreException] where it can't be.
public interface MessageStore {

    /// What is to be sent, of all accounts, oldest first.
    CompletionStage<List<Outgoing>> outbox();

    /// Keeps a text of ours and its way out, in one step. One that is there as FAILED is to be sent again.
    CompletionStage<Void> write(ChatMessage message, Outgoing outgoing);

    /// Keeps a message that came in and what is to be answered to it, in one step.
    ///
    /// @param wantsDisplayed whether its author wants to be told when it was seen
    /// @param notices to go out
    /// @return false: it is there already; nothing changed
    CompletionStage<Boolean> receive(
            ChatMessage message, boolean wantsDisplayed, List<Outgoing> notices);

    /// Keeps a message of before this phone was new, among those of its time.
    ///
    /// @return false: it is there already; nothing changed
    CompletionStage<Boolean> receivePast(ChatMessage message);

    /// Something goes out no more: it is through or given up. A text of that key is now this far, unless it was
    /// further.
    ///
    /// @param reason why it failed; "" unless it did
    CompletionStage<Void> sent(MessageKey key, Delivery delivery, String reason);

    /// A notice came about a message of ours.
    ///
    /// @return the message as it is now; empty where it is unknown, or was as far before
    CompletionStage<Optional<ChatMessage>> progress(
            String account, String messageId, Delivery delivery, String reason);

    /// What others wrote in a conversation was seen here: all of it.
    ///
    /// @param notice what to answer to each whose author wants to be told; called on any thread
    /// @return what is to go out now
    CompletionStage<List<Outgoing>> seen(
            String account, String conversation, Function<ChatMessage, Outgoing> notice);

    /// What others wrote, up to a message, was seen on another device: nobody is told.
    ///
    /// @return its conversation; empty where the message is unknown, or was seen before
    CompletionStage<Optional<String>> seenElsewhere(String account, String messageId);

    /// One message.
    CompletionStage<Optional<ChatMessage>> find(MessageKey key);

    /// The latest messages of a conversation, oldest first.
    ///
    /// @param before only those before this message id; empty: all
    /// @param most how many at most
    CompletionStage<List<ChatMessage>> history(
            String account, String conversation, Optional<String> before, int most);

    /// As [Chat#historyAfter].
    CompletionStage<List<ChatMessage>> historyAfter(
            String account, String conversation, String after, int most);

    /// As [Chat#search]; does not wait for what was asked for before, nor lets that wait.
    ///
    /// @param words as [SearchWords#of] gives them, at least one
    CompletionStage<List<ChatMessage>> search(String account, List<String> words, int most);

    /// As [Chat#searchIn]; likewise.
    CompletionStage<List<ChatMessage>> searchIn(
            String account, String conversation, List<String> words, int most);

    /// With whom an account has messages, the latest first.
    CompletionStage<List<Conversation>> conversations(String account);

    /// Forgets all at the end of the process. Every stage is complete when it is returned.
    static MessageStore ofThisRun() {
        return new InMemoryMessageStore();
    }
}
