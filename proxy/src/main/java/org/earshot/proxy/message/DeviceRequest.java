package org.earshot.proxy.message;

import java.text.ParseException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import javax.sip.InvalidArgumentException;
import javax.sip.address.Address;
import javax.sip.address.URI;
import javax.sip.header.ExpiresHeader;
import javax.sip.header.FromHeader;
import javax.sip.header.ToHeader;
import javax.sip.message.Request;
import org.earshot.common.stack.Destination;
import org.earshot.common.stack.SipMessages;
import org.earshot.common.stack.Transport;

/// The MESSAGE that a device gets: a request of ours, in the sender's name, with the same Call-ID, From-tag and CSeq
/// however often it is sent (RFC 3428 §8 has no dialog that these could belong to). Pure.
final class DeviceRequest {
    /// RFC 3428 §8: a MESSAGE above this must not go over UDP; leaves 200 octets for our Via.
    private static final int MAX_UDP_MESSAGE = 1100;

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private DeviceRequest() {}

    /// @param form what stands in it
    static Request of(Message message, Route route, DeviceForm form) {
        Payload payload = message.payload();
        var headers = SipMessages.headers();
        try {
            FromHeader from =
                    headers.createFromHeader(
                            address(form.fromName(), form.from()),
                            payload.fromTag().isEmpty() ? null : payload.fromTag());
            ToHeader to = headers.createToHeader(address("", form.to()), null);
            Request request =
                    SipMessages.messages()
                            .createRequest(
                                    (URI) route.requestUri().clone(),
                                    Request.MESSAGE,
                                    headers.createCallIdHeader(form.callId()),
                                    headers.createCSeqHeader(payload.cSeq(), Request.MESSAGE),
                                    from,
                                    to,
                                    List.of(),
                                    headers.createMaxForwardsHeader(payload.maxForwards()));
            for (String hop : route.path()) {
                request.addHeader(
                        headers.createRouteHeader(SipMessages.addresses().createAddress(hop)));
            }
            for (Payload.Field field : payload.headers()) {
                if (message.past().isPresent() && field.name().equals(ExpiresHeader.NAME)) {
                    continue; // as history it is worth something still
                }
                request.addHeader(headers.createHeader(field.name(), field.value()));
            }
            request.setHeader(headers.createHeader("Date", date(payload.sentAt())));
            if (!form.contentType().isEmpty()) {
                request.setContent(
                        form.body().array(),
                        (javax.sip.header.ContentTypeHeader)
                                headers.createHeader("Content-Type", form.contentType()));
            }
            return request;
        } catch (ParseException | InvalidArgumentException e) {
            throw new IllegalStateException("a message that no longer parses", e);
        }
    }

    private static String date(Instant at) {
        return DATE.format(at);
    }

    private static Address address(String name, String uri) throws ParseException {
        Address address =
                SipMessages.addresses().createAddress(SipMessages.addresses().createURI(uri));
        // what would end the quoted string, or the line, has no place in it
        String plain = name.replaceAll("[\"\\\\\\p{Cntrl}]", "").strip();
        if (!plain.isEmpty()) {
            address.setDisplayName(plain);
        }
        return address;
    }

    /// Whether it would have to go over UDP though it is too large for that. One to an address goes by TCP then; behind
    /// a UDP flow there is only UDP.
    static boolean isTooLarge(Request request, Destination destination) {
        return destination instanceof Destination.Existing
                && destination.transport() == Transport.UDP
                && SipMessages.encode(request).length > MAX_UDP_MESSAGE;
    }
}
