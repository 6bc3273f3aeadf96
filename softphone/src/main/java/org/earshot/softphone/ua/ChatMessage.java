package org.earshot.softphone.ua;

import java.time.Instant;

/// A text of a conversation, as it is kept and shown.
///
/// @param mine whether the account's owner wrote it, here or on another device
/// @param author who wrote it: an address-of-record; in a group not the conversation's
/// @param at when it was written, as far as that is known
/// @param reason why it failed, in words; "" unless it did
public record ChatMessage(
        MessageKey key,
        boolean mine,
        String author,
        String text,
        Instant at,
        Delivery delivery,
        String reason) {

    /// Whether it is somebody else's in a group.
    public boolean isOfGroup() {
        return !mine && !author.equals(key.conversation());
    }

    /// Whether it is somebody else's and was seen nowhere yet.
    public boolean isUnread() {
        return !mine && delivery != Delivery.DISPLAYED;
    }

    /// The same, this far.
    public ChatMessage with(Delivery now, String why) {
        return new ChatMessage(key, mine, author, text, at, now, why);
    }

    /// Without the text.
    @Override
    public String toString() {
        return "ChatMessage[" + key + ", " + delivery + "]";
    }
}
