package org.earshot.proxy.message;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sip.header.ExpiresHeader;
import org.earshot.common.db.Columns;
import org.earshot.proxy.archive.Bytes;

/// What of a message goes to devices. Prints no content.
///
/// @param callId of the sender's MESSAGE, as are From-tag and CSeq: each device sees the same (but see [DeviceForm]), however often it is sent
/// @param maxForwards how many hops it may still make
/// @param secureOnly whether it was sent to `sips:`, and goes over TLS only (RFC 3261 §26.4.4)
/// @param from URI of the sender as it stands in From
/// @param authorName what people call the sender, "" for nothing
/// @param group the group through which it goes
/// @param messageId the `imdn.Message-ID` (RFC 5438 §6.3)
/// @param sentAt when it was written, as far as that can be believed
/// @param headers of the MESSAGE that are for the reader, such as Subject
/// @param contentType of the body, without CPIM around it
/// @param body its bytes
public record Payload(
        String callId,
        String fromTag,
        long cSeq,
        int maxForwards,
        boolean secureOnly,
        String from,
        String authorName,
        Optional<Via> group,
        String messageId,
        Instant sentAt,
        List<Field> headers,
        String contentType,
        Bytes body) {
    private static final byte FORMAT = 1;

    /// A header field.
    public record Field(String name, String value) {}

    /// A group on the way.
    ///
    /// @param name what people call it
    public record Via(String address, String name) {}

    public Payload {
        headers = List.copyOf(headers);
    }

    /// How much memory it takes, about.
    int size() {
        return 512 + body.length();
    }

    /// Of a message whose content can't be opened any more.
    static Payload lost(String sender) {
        return new Payload(
                "",
                "",
                1,
                0,
                true,
                sender,
                "",
                Optional.empty(),
                "",
                Instant.EPOCH,
                List.of(),
                "",
                Bytes.of(new byte[0]));
    }

    Payload withoutContent() {
        return with(contentType, Bytes.of(new byte[0]));
    }

    Payload withoutHeaders() {
        return with(List.of(), contentType, body);
    }

    /// The same around another body.
    Payload with(String otherType, Bytes otherBody) {
        return with(headers, otherType, otherBody);
    }

    /// The same, which tells its readers how long it is worth anything (RFC 3428 §4), counted from [#sentAt].
    Payload expiring(Optional<Instant> validUntil) {
        if (validUntil.isEmpty()) {
            return this;
        }
        long seconds = Math.max(0, Duration.between(sentAt, validUntil.get()).toSeconds());
        List<Field> more = new ArrayList<>(headers);
        more.add(new Field(ExpiresHeader.NAME, Long.toString(seconds)));
        return with(more, contentType, body);
    }

    private Payload with(List<Field> otherHeaders, String otherType, Bytes otherBody) {
        return new Payload(
                callId,
                fromTag,
                cSeq,
                maxForwards,
                secureOnly,
                from,
                authorName,
                group,
                messageId,
                sentAt,
                otherHeaders,
                otherType,
                otherBody);
    }

    byte[] encode() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256 + body.length());
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeByte(FORMAT);
            text(out, callId);
            text(out, fromTag);
            out.writeLong(cSeq);
            out.writeInt(maxForwards);
            out.writeBoolean(secureOnly);
            text(out, from);
            text(out, authorName);
            text(out, group.map(Via::address).orElse(""));
            text(out, group.map(Via::name).orElse(""));
            text(out, messageId);
            out.writeLong(Columns.micros(sentAt));
            out.writeInt(headers.size());
            for (Field field : headers) {
                text(out, field.name());
                text(out, field.value());
            }
            text(out, contentType);
            bytes(out, body.array());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        bytes(out, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void bytes(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    /// Reads what [#encode] wrote.
    ///
    /// @throws IllegalArgumentException if it is anything else
    static Payload decode(byte[] encoded) {
        ByteBuffer in = ByteBuffer.wrap(encoded);
        try {
            if (in.get() != FORMAT) {
                throw new IllegalArgumentException("a message of another format");
            }
            String callId = text(in);
            String fromTag = text(in);
            long cSeq = in.getLong();
            int maxForwards = in.getInt();
            boolean secureOnly = in.get() != 0;
            String from = text(in);
            String authorName = text(in);
            String groupAddress = text(in);
            String groupName = text(in);
            String messageId = text(in);
            Instant sentAt = Columns.instant(in.getLong());
            int count = in.getInt();
            List<Field> headers = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                headers.add(new Field(text(in), text(in)));
            }
            return new Payload(
                    callId,
                    fromTag,
                    cSeq,
                    maxForwards,
                    secureOnly,
                    from,
                    authorName,
                    groupAddress.isEmpty()
                            ? Optional.empty()
                            : Optional.of(new Via(groupAddress, groupName)),
                    messageId,
                    sentAt,
                    headers,
                    text(in),
                    Bytes.of(bytes(in)));
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("a message that is cut off", e);
        }
    }

    private static String text(ByteBuffer in) {
        return new String(bytes(in), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(ByteBuffer in) {
        int length = in.getInt();
        if (length < 0 || length > in.remaining()) {
            throw new IllegalArgumentException("a length of " + length);
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    @Override
    public String toString() {
        return "Payload[" + messageId + ", " + contentType + ", " + body.length() + " bytes]";
    }
}
