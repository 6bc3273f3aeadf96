package org.earshot.proxy.message;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import javax.sip.header.ContentTypeHeader;
import javax.sip.message.Message;
import javax.sip.message.Response;
import org.earshot.common.stack.SipMessages;
import org.earshot.common.stack.SipRejection;

/// Takes the compression off a body (RFC 3261 §20.12), so that the record has what was written and any phone can read it:
/// Linphone compresses its delivery notices. `deflate` is the zlib format of RFC 1950, `gzip` RFC 1952.
final class ContentDecoding {
    private static final List<String> CODINGS = List.of("deflate", "gzip");

    private ContentDecoding() {}

    /// Changes a message whose body is compressed once, in a way that we know; leaves all others as they are.
    ///
    /// @param most bytes of the body as it was written
    /// @throws SipRejection 413 if it is longer, 400 if it is not what it says
    static void decode(Message message, int most) throws SipRejection {
        byte[] body = message.getRawContent();
        Optional<String> coding = coding(message);
        if (coding.isEmpty() || body == null) {
            return;
        }
        byte[] plain;
        try (InputStream in = opened(coding.get(), body)) {
            plain = in.readNBytes(most + 1);
        } catch (IOException e) {
            throw new SipRejection(Response.BAD_REQUEST, "Body Is Not " + coding.get());
        }
        if (plain.length > most) {
            throw new SipRejection(Response.REQUEST_ENTITY_TOO_LARGE, "At most " + most + " Bytes");
        }
        replace(message, plain);
    }

    // several were applied one after the other: nobody does that
    private static Optional<String> coding(Message message) {
        List<String> codings = new ArrayList<>();
        for (var each = message.getHeaders("Content-Encoding"); each.hasNext(); ) {
            String text = each.next().toString();
            codings.add(text.substring(text.indexOf(':') + 1).strip().toLowerCase(Locale.ROOT));
        }
        return codings.size() == 1
                ? Optional.of(codings.getFirst()).filter(CODINGS::contains)
                : Optional.empty();
    }

    private static InputStream opened(String coding, byte[] body) throws IOException {
        InputStream in = new ByteArrayInputStream(body);
        return coding.equals("gzip") ? new GZIPInputStream(in) : new InflaterInputStream(in);
    }

    private static void replace(Message message, byte[] plain) throws SipRejection {
        try {
            ContentTypeHeader type = (ContentTypeHeader) message.getHeader(ContentTypeHeader.NAME);
            message.removeHeader("Content-Encoding");
            message.setContent(
                    plain,
                    type == null
                            ? SipMessages.headers().createContentTypeHeader("text", "plain")
                            : type);
        } catch (ParseException e) {
            throw new SipRejection(Response.BAD_REQUEST, "Bad Content-Type");
        }
    }
}
