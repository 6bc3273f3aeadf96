package org.earshot.proxy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;
import javax.sip.InvalidArgumentException;
import javax.sip.address.SipURI;
import javax.sip.header.ExtensionHeader;
import javax.sip.header.Header;
import javax.sip.header.MaxForwardsHeader;
import javax.sip.header.ProxyRequireHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.earshot.common.stack.SipMessages;
import org.earshot.common.stack.SipRejection;
import org.earshot.proxy.archive.Archive;

/// Request validation (RFC 3261 §16.3, RFC 5393): scheme, Max-Forwards, loops, Proxy-Require, Max-Breadth.
final class ValidationStep implements RequestStep {
    static final int DEFAULT_MAX_FORWARDS = 70;
    static final int DEFAULT_MAX_BREADTH = 60;

    @Override
    public void apply(RequestInProgress request) throws SipRejection {
        Request message = request.message();
        if (!(message.getRequestURI() instanceof SipURI uri)) {
            throw new SipRejection(Response.UNSUPPORTED_URI_SCHEME, "Unsupported URI Scheme");
        }
        if (isTooLong(uri)) {
            throw new SipRejection(Response.REQUEST_URI_TOO_LONG, "Request-URI Too Long");
        }
        countHop(message);
        String suffix = LoopHash.suffix(message);
        if (LoopHash.isLoop(message, suffix)) {
            throw new SipRejection(Response.LOOP_DETECTED, "Loop Detected");
        }
        request.loopSuffix(suffix);
        List<String> required = Headers.tokens(message, ProxyRequireHeader.NAME);
        if (!required.isEmpty()) {
            throw new SipRejection(
                    Response.BAD_EXTENSION, "Bad Extension", Headers.each("Unsupported", required));
        }
        if (breadth(message) < 1) {
            throw new SipRejection(440, "Max-Breadth Exceeded");
        }
    }

    /// Whether it names an address that the record could not hold, and so can't be anybody's.
    private static boolean isTooLong(SipURI uri) {
        String address = "sips:" + SipMessages.uriUser(uri).orElse("") + '@' + uri.getHost();
        return address.getBytes(StandardCharsets.UTF_8).length > Archive.ADDRESS_LIMIT;
    }

    /// How many branches a request may still have at once (RFC 5393 §5).
    static int breadth(Request message) throws SipRejection {
        Header header = message.getHeader("Max-Breadth");
        if (header == null) {
            return DEFAULT_MAX_BREADTH;
        }
        String text =
                header instanceof ExtensionHeader extension
                        ? extension.getValue().strip()
                        : Headers.value(header);
        OptionalInt value =
                text.matches("[0-9]{1,9}")
                        ? OptionalInt.of(Integer.parseInt(text))
                        : OptionalInt.empty();
        return value.orElseThrow(
                () -> new SipRejection(Response.BAD_REQUEST, "Max-Breadth is no number"));
    }

    private static void countHop(Request message) throws SipRejection {
        MaxForwardsHeader header = (MaxForwardsHeader) message.getHeader(MaxForwardsHeader.NAME);
        try {
            if (header == null) {
                message.setHeader(
                        SipMessages.headers().createMaxForwardsHeader(DEFAULT_MAX_FORWARDS));
            } else if (header.getMaxForwards() <= 0) {
                throw new SipRejection(Response.TOO_MANY_HOPS, "Too Many Hops");
            } else {
                header.setMaxForwards(header.getMaxForwards() - 1);
            }
        } catch (InvalidArgumentException e) {
            throw new SipRejection(Response.BAD_REQUEST, "Max-Forwards");
        }
    }
}
