package org.earshot.proxy;

import java.text.ParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.sip.InvalidArgumentException;
import javax.sip.address.Address;
import javax.sip.header.ContactHeader;
import javax.sip.header.ExpiresHeader;
import javax.sip.header.Header;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.stack.ListenPoint;
import org.earshot.common.stack.SipMessages;
import org.earshot.proxy.route.Trunk;

/// What we ask a trunk ourselves: whether it is there (OPTIONS, RFC 3261 §11), and to send our calls here (REGISTER, §10.2). Pure.
final class TrunkRequests {
    private static final int MAX_FORWARDS = 70;
    private static final String NOBODY = "earshot";

    private final List<ListenPoint> listening;
    private final String domain;

    /// @param listening with real ports
    TrunkRequests(List<ListenPoint> listening, String domain) {
        this.listening = List.copyOf(listening);
        this.domain = domain;
    }

    Request options(Trunk trunk, String tag) {
        AddressOfRecord us = new AddressOfRecord(user(trunk), domain);
        return request(Request.OPTIONS, trunk, us.toString(), "sip:" + trunk.domain(), tag, tag, 1);
    }

    /// @param callId the same each time, as the tag (RFC 3261 §10.2)
    /// @param expires 0 to end it
    Request register(Trunk trunk, String callId, String tag, long cSeq, int expires) {
        String us = trunk.address(user(trunk)).toString();
        Request register = request(Request.REGISTER, trunk, us, us, callId, tag, cSeq);
        register.addHeader(Headers.of("Contact", "<" + contact(trunk) + ">"));
        register.addHeader(Headers.of("Expires", Integer.toString(expires)));
        return register;
    }

    private static String user(Trunk trunk) {
        return trunk.login().map(login -> login.user()).orElse(NOBODY);
    }

    private String contact(Trunk trunk) {
        Optional<ListenPoint> point =
                listening.stream()
                        .filter(one -> one.transport() == trunk.transport())
                        .filter(one -> !one.address().getAddress().isAnyLocalAddress())
                        .findFirst()
                        .or(() ->
                                listening.stream()
                                        .filter(one -> one.transport() == trunk.transport())
                                        .findFirst());
        String place =
                point.map(one ->
                                one.address().getAddress().isAnyLocalAddress()
                                        ? domain + ':' + one.address().getPort()
                                        : RecordRoutes.hostPort(one.address()))
                        .orElse(domain);
        return "sip:" + user(trunk) + '@' + place + ";transport=" + trunk.transport().parameter();
    }

    private static Request request(
            String method,
            Trunk trunk,
            String from,
            String to,
            String callId,
            String tag,
            long cSeq) {
        var headers = SipMessages.headers();
        try {
            Address sender =
                    SipMessages.addresses().createAddress(SipMessages.addresses().createURI(from));
            Address receiver =
                    SipMessages.addresses().createAddress(SipMessages.addresses().createURI(to));
            return SipMessages.messages()
                    .createRequest(
                            SipMessages.addresses().createURI("sip:" + trunk.domain()),
                            method,
                            headers.createCallIdHeader(callId + "@trunk"),
                            headers.createCSeqHeader(cSeq, method),
                            headers.createFromHeader(sender, tag),
                            headers.createToHeader(receiver, null),
                            List.of(),
                            headers.createMaxForwardsHeader(MAX_FORWARDS));
        } catch (ParseException | InvalidArgumentException e) {
            throw new IllegalStateException("a trunk that can't be asked: " + trunk.name(), e);
        }
    }

    /// For how long a registration is good, in seconds; of our own Contact where that is told, since others may stand there too.
    int granted(Trunk trunk, Response ok, int asked) {
        String ours = contact(trunk).toLowerCase(Locale.ROOT);
        for (Header header : Headers.all(ok, ContactHeader.NAME)) {
            if (header instanceof ContactHeader contact
                    && contact.getExpires() >= 0
                    && contact.getAddress()
                            .getURI()
                            .toString()
                            .toLowerCase(Locale.ROOT)
                            .equals(ours)) {
                return contact.getExpires();
            }
        }
        return ok.getHeader(ExpiresHeader.NAME) instanceof ExpiresHeader expires
                ? expires.getExpires()
                : asked;
    }
}
