package org.earshot.proxy.message;

import java.nio.charset.StandardCharsets;
import org.earshot.common.message.Cpim;
import org.earshot.common.mime.MalformedPayloadException;
import org.earshot.common.mime.MediaType;
import org.earshot.common.mime.MimePart;

/// The text of a message that could be a command. Pure.
final class PlainText {
    private static final int LONGEST = 1000;

    private PlainText() {}

    /// @return "" for what is no short plain text
    static String of(Incoming.Text text) {
        Payload payload = text.payload();
        try {
            if (payload.contentType().equals(Cpim.CONTENT_TYPE)) {
                MimePart content = CpimForms.stored(payload).content();
                return content.contentType().is("text/plain") ? content.text() : "";
            }
            boolean plain =
                    payload.contentType().isEmpty()
                            || MediaType.parse(payload.contentType()).is("text/plain");
            return plain && payload.body().length() < LONGEST
                    ? new String(payload.body().array(), StandardCharsets.UTF_8)
                    : "";
        } catch (MalformedPayloadException e) {
            return "";
        }
    }
}
