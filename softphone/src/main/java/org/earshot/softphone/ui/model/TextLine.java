package org.earshot.softphone.ui.model;

import java.time.Instant;
import java.util.Optional;
import org.earshot.softphone.ua.ChatMessage;
import org.earshot.softphone.ua.Delivery;
import org.earshot.softphone.ui.words.Texts;
import org.earshot.softphone.ui.words.Why;

/// A line of a conversation.
///
/// @param message what somebody wrote; empty for a note: what happened, such as a missed call
/// @param note "" for a message
public record TextLine(Optional<ChatMessage> message, String note, Instant at) {

    /// What a line of a conversation is.
    public enum Kind {
        MINE,
        THEIRS,
        /// Neither wrote it.
        NOTE
    }

    /// What somebody wrote.
    public static TextLine of(ChatMessage message) {
        return new TextLine(Optional.of(message), "", message.at());
    }

    /// What happened.
    public static TextLine note(String text, Instant at) {
        return new TextLine(Optional.empty(), text, at);
    }

    /// Who wrote it, if anybody.
    public Kind kind() {
        return message.map(m -> m.mine() ? Kind.MINE : Kind.THEIRS).orElse(Kind.NOTE);
    }

    /// What is to be read.
    public String text() {
        return message.map(ChatMessage::text).orElse(note);
    }

    /// `""` for a note.
    public String messageId() {
        return message.map(m -> m.key().messageId()).orElse("");
    }

    /// Whether a message of ours came nowhere.
    public boolean hasFailed() {
        return message.filter(m -> m.mine() && m.delivery() == Delivery.FAILED).isPresent();
    }

    /// How far a message of ours came, in words; "" for what others wrote.
    public String status() {
        return message.filter(ChatMessage::mine).map(TextLine::words).orElse("");
    }

    private static String words(ChatMessage message) {
        return switch (message.delivery()) {
            case SENDING -> Texts.get("message.sending");
            case SENT -> Texts.get("message.sent");
            case KEPT -> Texts.get("message.kept");
            case DELIVERED -> Texts.get("message.delivered");
            case DISPLAYED -> Texts.get("message.read");
            case FAILED -> Texts.get("message.failed", Why.of(message.reason()));
        };
    }
}
