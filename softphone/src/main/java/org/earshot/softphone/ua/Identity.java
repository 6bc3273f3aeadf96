package org.earshot.softphone.ua;

import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import javax.sip.address.URI;
import javax.sip.header.CSeqHeader;
import javax.sip.header.CallIdHeader;
import javax.sip.header.FromHeader;
import javax.sip.header.Header;
import javax.sip.header.ToHeader;
import javax.sip.message.Request;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.relay.RelayHeader;
import org.earshot.common.service.FileRulesHeader;
import org.earshot.common.service.PolicyHeader;
import org.earshot.common.service.ServiceHeader;
import org.earshot.common.stack.Destination;
import org.earshot.common.stack.SipMessages;
import org.earshot.common.stack.Transport;

/// An account at an address: makes the requests that begin something (RFC 3261 §8.1.1).
///
/// @param contact where we are reached
/// @param direct whether there is no server: the account is made up for one call, and what stands for its server is the other phone
record Identity(Account account, InetSocketAddress contact, boolean direct) {
    static final String USER_AGENT = "Earshot";
    static final String ALLOW =
            "INVITE, ACK, CANCEL, BYE, OPTIONS, MESSAGE, INFO, UPDATE, PRACK, NOTIFY, REFER";

    /// Calls, and nothing that could carry words past the record or have us call somebody.
    static final String ALLOW_DIRECT = "INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, UPDATE, PRACK";

    /// RFC 3840 §10: what messages may come as; whoever says nothing of CPIM gets the bare text.
    private static final String MEDIA_TYPES = ";type=\"text/plain,message/cpim\"";

    /// A feature tag of our own (RFC 3840 §5): a server that has what our user wrote and got elsewhere gives it to us.
    private static final String HISTORY = ";+org.earshot.history";

    private static final SecureRandom RANDOM = new SecureRandom();

    /// At a server.
    Identity(Account account, InetSocketAddress contact) {
        this(account, contact, false);
    }

    /// Without one.
    ///
    /// @param name what we want to be called
    /// @param contact where the other phone reaches us
    /// @param peer the other phone
    static Identity direct(String name, InetSocketAddress contact, Destination.Address peer) {
        String host = HostPort.inUri(contact.getAddress());
        return new Identity(new Account(new AddressOfRecord(name, host), "", peer), contact, true);
    }

    /// What we take from the other side (RFC 3261 §20.5).
    Header allow() {
        return Fields.allow(direct ? ALLOW_DIRECT : ALLOW);
    }

    /// What we know besides.
    Header supported() {
        return Fields.options("Supported", direct ? "100rel" : "100rel, replaces");
    }

    /// Random enough to be nobody else's (RFC 3261 §19.3).
    static String newTag() {
        return Long.toHexString(RANDOM.nextLong());
    }

    static String newCallId() {
        return UUID.randomUUID().toString();
    }

    Destination.Address server() {
        return account.server();
    }

    boolean isEncrypted() {
        return account.server().transport().isSecure();
    }

    /// A request outside of a dialog, without a body.
    Request request(String method, String requestUri, String to, String callId, long cSeq) {
        URI uri = Fields.uri(requestUri);
        try {
            Request request =
                    SipMessages.messages()
                            .createRequest(
                                    uri,
                                    method,
                                    (CallIdHeader) Fields.header("Call-ID", callId),
                                    (CSeqHeader) Fields.header("CSeq", cSeq + " " + method),
                                    (FromHeader)
                                            Fields.header(
                                                    "From",
                                                    "<" + account.address() + ">;tag=" + newTag()),
                                    (ToHeader) Fields.header("To", "<" + to + ">"),
                                    List.of(),
                                    SipMessages.headers().createMaxForwardsHeader(70));
            request.addHeader(Fields.header("User-Agent", USER_AGENT));
            return request;
        } catch (java.text.ParseException | javax.sip.InvalidArgumentException e) {
            throw new IllegalArgumentException(method + " can't be written", e);
        }
    }

    /// A REGISTER for this phone alone (RFC 3261 §10.2, RFC 5626 §4.2.1).
    ///
    /// @param expires seconds; 0 takes it back
    Request register(PhoneSettings settings, String callId, long cSeq, int expires) {
        Request request =
                request(
                        Request.REGISTER,
                        "sip:" + account.address().domain(),
                        account.address().toString(),
                        callId,
                        cSeq);
        request.addHeader(
                Fields.header(
                        "Contact",
                        contactValue()
                                + ";+sip.instance=\"<"
                                + settings.instanceId()
                                + ">\";reg-id=1"
                                + MEDIA_TYPES
                                + (settings.keepsHistory() ? HISTORY : "")
                                + ";expires="
                                + expires));
        request.addHeader(Fields.header("Expires", Integer.toString(expires)));
        request.addHeader(Fields.options("Supported", "outbound, path"));
        if (expires > 0) {
            request.addHeader(
                    Fields.header(
                            RelayHeader.WANTS,
                            String.join(
                                    ", ",
                                    RelayHeader.WANTED,
                                    ServiceHeader.WANTED,
                                    PolicyHeader.WANTED,
                                    FileRulesHeader.WANTED)));
        }
        request.addHeader(allow());
        return request;
    }

    /// The value of our Contact in dialogs.
    String contactValue() {
        return "<" + contactUri() + ">";
    }

    private String contactUri() {
        Transport transport = account.server().transport();
        String user = account.address().toString();
        user = user.substring(user.indexOf(':') + 1, user.lastIndexOf('@'));
        return "sip:"
                + user
                + "@"
                + HostPort.inUri(contact.getAddress())
                + ":"
                + contact.getPort()
                + (transport == Transport.UDP
                        ? ""
                        : ";transport=" + transport.parameter().toLowerCase(Locale.ROOT));
    }
}
