package org.earshot.proxy.message;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.earshot.common.message.Cpim;
import org.earshot.common.message.HistoryMark;

/// A message that the server has taken, and answers for.
///
/// @param id also of its event in the record
/// @param kind what it is
/// @param repeat by what it is known when it comes again
/// @param sender address of who wrote it
/// @param recipient address for which it is: an account, or a group
/// @param wishes what the sender wants to be told of it
/// @param kept whether its content stays when nobody waits for it any more, until it expires: as history, and for those who join a group
/// @param receivedAt to the microsecond
/// @param expiresAt when nobody waits for it any longer
/// @param keepUntil when content that is kept goes, at the earliest when nobody waits for it any longer
/// @param past of a message that goes to a new device as history: whether it was read; empty: it is new
/// @param payload what devices get
public record Message(
        UUID id,
        Kind kind,
        RepeatKey repeat,
        String sender,
        String recipient,
        Set<Wish> wishes,
        boolean kept,
        Instant receivedAt,
        Instant expiresAt,
        Instant keepUntil,
        Optional<HistoryMark> past,
        Payload payload) {

    /// What a message is.
    public enum Kind {
        /// Something that a person wrote; the record tells what became of it.
        TEXT,
        /// What became of a text (IMDN).
        NOTIFICATION,
        /// Who is typing: goes to who is there, and is never stored.
        COMPOSING;

        /// As it stands in the database.
        String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Kind of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT));
        }
    }

    public Message {
        wishes = Set.copyOf(wishes);
    }

    /// A new one, which is kept no longer than it may wait.
    public Message(
            UUID id,
            Kind kind,
            RepeatKey repeat,
            String sender,
            String recipient,
            Set<Wish> wishes,
            boolean kept,
            Instant receivedAt,
            Instant expiresAt,
            Payload payload) {
        this(
                id,
                kind,
                repeat,
                sender,
                recipient,
                wishes,
                kept,
                receivedAt,
                expiresAt,
                expiresAt,
                Optional.empty(),
                payload);
    }

    /// The same as history.
    Message past(HistoryMark mark) {
        return with(Optional.of(mark), payload);
    }

    private Message with(Optional<HistoryMark> mark, Payload other) {
        return new Message(
                id,
                kind,
                repeat,
                sender,
                recipient,
                wishes,
                kept,
                receivedAt,
                expiresAt,
                keepUntil,
                mark,
                other);
    }

    /// Messages of one conversation reach a device in order: those of two people to each other, as a device gets copies of what
    /// its owner wrote; and in a group those of all, where one answers another.
    String conversation() {
        if (payload.group().isPresent()) {
            return recipient;
        }
        return sender.compareTo(recipient) <= 0
                ? sender + " " + recipient
                : recipient + " " + sender;
    }

    /// A new id. It begins with the time (RFC 9562 §5.7), so that rows that come one after the other stand side by side.
    static UUID newId(Instant now) {
        UUID random = UUID.randomUUID();
        long high = now.toEpochMilli() << 16 | 0x7000 | (random.getMostSignificantBits() & 0xFFF);
        return new UUID(high, random.getLeastSignificantBits());
    }

    /// When a message with such an id came, to the millisecond.
    static Instant timeOf(UUID id) {
        return Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16);
    }

    /// What notifications name it by (IMDN): the Message-ID that its sender chose. One that came without CPIM has none, and
    /// phones name its Call-ID, if anything. Empty for what nobody says anything of.
    Optional<String> name() {
        if (kind != Kind.TEXT) {
            return Optional.empty();
        }
        return Optional.of(
                payload.contentType().equals(Cpim.CONTENT_TYPE)
                        ? payload.messageId()
                        : payload.callId());
    }

    /// Whether it may go this way: what was sent to `sips:` goes over TLS only.
    boolean mayGo(Route route) {
        return !payload.secureOnly() || route.isSecure();
    }

    /// Whether it goes to nobody any more, unless it is history.
    boolean isOver(Instant now) {
        return past.isEmpty() && !expiresAt.isAfter(now);
    }

    /// Whether it is for its writer's own device: a copy.
    boolean isCopyFor(DeviceId device) {
        return device.owner().toString().equals(sender) && !sender.equals(recipient);
    }

    /// What stays of it when every device has it.
    Message withoutContent() {
        return with(past, payload.withoutContent());
    }

    @Override
    public String toString() {
        return "Message[" + id + ", " + kind + ", " + sender + " to " + recipient + "]";
    }
}
