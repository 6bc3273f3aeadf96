package org.earshot.softphone.ua;

import java.time.Instant;

/// What has to go out as a MESSAGE, and is kept until an answer says that it is through. Sent again, also by a later
/// run, it has the same identifiers.
///
/// @param key its own; a notice is known by its own message id too
/// @param to to whom, a SIP URI
/// @param callId the same at each try
/// @param tag of From, the same at each try
/// @param since when it was written
public record Outgoing(
        MessageKey key, String to, Content content, String callId, String tag, Instant since) {

    /// What it says.
    public sealed interface Content {}

    /// A text.
    public record Text(String text) implements Content {

        /// Without the text.
        @Override
        public String toString() {
            return "Text";
        }
    }

    /// That a message was delivered or displayed here (RFC 5438).
    ///
    /// @param about that message's id
    /// @param what DELIVERED or DISPLAYED
    /// @param at when that message was written
    public record Notice(String about, Delivery what, Instant at) implements Content {}

    /// A new text.
    ///
    /// @param to to whom, a SIP URI
    static Outgoing text(String account, String to, String text, Instant now) {
        MessageKey key = new MessageKey(account, SipUris.canonical(to), Identity.newCallId());
        return new Outgoing(key, to, new Text(text), Identity.newCallId(), Identity.newTag(), now);
    }

    /// A text whose Call-ID is its message id, too: what an earlier version of the phone left unsent, or what must not be written
    /// twice.
    public static Outgoing unsent(
            String account, String to, String text, String callId, String tag, Instant since) {
        MessageKey key = new MessageKey(account, SipUris.canonical(to), callId);
        return new Outgoing(key, to, new Text(text), callId, tag, since);
    }

    /// Tells a message's author what became of it here.
    static Outgoing notice(ChatMessage about, Delivery what, Instant now) {
        MessageKey of = about.key();
        return new Outgoing(
                new MessageKey(of.account(), of.conversation(), Identity.newCallId()),
                about.author(),
                new Notice(of.messageId(), what, about.at()),
                Identity.newCallId(),
                Identity.newTag(),
                now);
    }

    /// The conversation's line that an unsent text is shown as.
    ///
    /// @throws ClassCastException for a notice
    public ChatMessage shown() {
        return new ChatMessage(
                key, true, key.account(), ((Text) content).text(), since, Delivery.SENDING, "");
    }
}
