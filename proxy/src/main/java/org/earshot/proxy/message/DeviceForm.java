package org.earshot.proxy.message;

import java.util.Optional;
import java.util.regex.Pattern;
import org.earshot.common.message.Cpim;
import org.earshot.common.mime.MimePart;
import org.earshot.proxy.archive.Bytes;

/// A message as one device gets it. A device that takes CPIM gets that, with its Message-ID; any other gets the text
/// itself, and of notifications and copies nothing.
///
/// @param fromName what people call who it comes from; of what comes by a group and has no place for its writer's name, such
///     as a picture, that name stands here, with the group's in brackets
/// @param from address in From
/// @param to address in To
/// @param callId the sender's; of a text without the CPIM that it came in the Message-ID, which is what phones such as
///     Linphone name in their notifications then
/// @param contentType of the body; "" for none
record DeviceForm(
        String fromName, String from, String to, String callId, String contentType, Bytes body) {
    /// A Call-ID that every phone reads (RFC 3261 §25.1 allows more).
    private static final Pattern CALL_ID = Pattern.compile("[\\w.!%*+~-]+(@[\\w.!%*+~-]+)?");

    /// @param cpim whether the device takes CPIM
    /// @param copies whether it gets copies though it does not
    /// @return empty if there is nothing that it could take
    static Optional<DeviceForm> of(Message message, DeviceId device, boolean cpim, boolean copies) {
        boolean copy = message.isCopyFor(device);
        return switch (message.kind()) {
            case TEXT ->
                    cpim || (message.past().isEmpty() && (!copy || copies))
                            ? Optional.of(text(message, device, cpim))
                            : Optional.empty();
            case NOTIFICATION ->
                    cpim
                            ? Optional.of(
                                    with(
                                            message,
                                            device,
                                            message.payload().contentType(),
                                            message.payload().body()))
                            : Optional.empty();
            case COMPOSING -> composing(message, device, cpim);
        };
    }

    private static DeviceForm text(Message message, DeviceId device, boolean cpim) {
        Payload payload = message.payload();
        boolean wrapped = payload.contentType().equals(Cpim.CONTENT_TYPE);
        if (cpim) {
            return with(
                    message,
                    device,
                    Cpim.CONTENT_TYPE,
                    wrapped && message.past().isEmpty()
                            ? payload.body()
                            : Bytes.of(CpimForms.of(message).toBytes()));
        }
        if (!wrapped) {
            return plain(message, device, payload.contentType(), payload.body());
        }
        MimePart content = CpimForms.stored(payload).content();
        return plain(message, device, content.contentType().toString(), Bytes.of(content.body()))
                .named(payload.messageId());
    }

    private DeviceForm named(String messageId) {
        return CALL_ID.matcher(messageId).matches()
                ? new DeviceForm(fromName, from, to, messageId, contentType, body)
                : this;
    }

    private static DeviceForm plain(
            Message message, DeviceId device, String contentType, Bytes body) {
        if (message.payload().group().isEmpty() || message.isCopyFor(device)) {
            return with(message, device, contentType, body);
        }
        String author = message.payload().authorName();
        GroupText.Shown shown = GroupText.named(author, message.sender(), contentType, body);
        DeviceForm form = with(message, device, shown.contentType(), shown.body());
        return shown.isNamed()
                ? form
                : form.from(
                        GroupText.author(author, message.sender()) + " (" + form.fromName() + ")");
    }

    /// Under another name of who it comes from.
    private DeviceForm from(String name) {
        return new DeviceForm(name, from, to, callId, contentType, body);
    }

    /// Who is typing stands in CPIM only where it must be told whom of a group it is about.
    private static Optional<DeviceForm> composing(Message message, DeviceId device, boolean cpim) {
        if (message.payload().group().isEmpty()) {
            return Optional.of(
                    with(
                            message,
                            device,
                            message.payload().contentType(),
                            message.payload().body()));
        }
        return cpim
                ? Optional.of(
                        with(
                                message,
                                device,
                                Cpim.CONTENT_TYPE,
                                Bytes.of(CpimForms.around(message).toBytes())))
                : Optional.empty();
    }

    private static DeviceForm with(
            Message message, DeviceId device, String contentType, Bytes body) {
        Payload payload = message.payload();
        boolean copy = message.isCopyFor(device);
        return payload.group()
                // a copy shows what its owner wrote, to the group
                .filter(_ -> !copy)
                .map(group ->
                        new DeviceForm(
                                group.name(),
                                group.address(),
                                device.owner().toString(),
                                payload.callId(),
                                contentType,
                                body))
                .orElseGet(() ->
                        new DeviceForm(
                                payload.authorName(),
                                payload.from(),
                                copy ? message.recipient() : device.owner().toString(),
                                payload.callId(),
                                contentType,
                                body));
    }
}
