package org.earshot.softphone.ua;

import java.util.Optional;
import javax.sip.address.SipURI;
import javax.sip.header.ContactHeader;
import javax.sip.message.Message;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.earshot.common.stack.Destination;
import org.earshot.common.stack.Dialog;
import org.earshot.common.stack.Transport;

/// A dialog of ours (RFC 3261 §12): what [Dialog] remembers, with our Contact and our server. Confined to the
/// user-agent thread.
final class CallDialog {
    private final Dialog dialog;
    private Identity identity;

    private CallDialog(Identity identity, Dialog dialog) {
        this.identity = identity;
        this.dialog = dialog;
    }

    /// Our side called: from a response with a To-tag (RFC 3261 §12.1.2).
    static CallDialog ofCaller(Identity identity, Request invite, Response response) {
        return new CallDialog(identity, Dialog.ofCaller(invite, response, identity.isEncrypted()));
    }

    /// The other side called: from the INVITE and a response of ours with our tag (RFC 3261 §12.1.1).
    static CallDialog ofCallee(Identity identity, Request invite, Response response) {
        return new CallDialog(identity, Dialog.ofCallee(invite, response, identity.isEncrypted()));
    }

    /// We are reached elsewhere from now on; the other side hears of it by the next target refresh.
    void moveTo(Identity there) {
        identity = there;
    }

    /// Where the other phone itself is reached from anywhere, if it says so: a GRUU (RFC 5627).
    Optional<String> contact() {
        return dialog.remoteTarget() instanceof SipURI sip
                        && sip.getParameter("gr") != null
                        && sip.getUser() != null
                ? Optional.of(sip.toString())
                : Optional.empty();
    }

    /// Whether its requests name this Contact.
    boolean isAt(Identity place) {
        return identity.equals(place);
    }

    /// By what the dialog is known here.
    Dialog.Id id() {
        return dialog.id();
    }

    String remoteTag() {
        return dialog.id().remoteTag();
    }

    /// Whether a request from the other side belongs to this dialog.
    boolean matches(Request request) {
        return dialog.id().equals(Dialog.Id.ofInbound(request));
    }

    /// Whether a request without To-tag has the Call-ID and From-tag that began this dialog.
    boolean isOf(Request request) {
        Dialog.Id other = Dialog.Id.ofInbound(request);
        return dialog.id().callId().equals(other.callId())
                && dialog.id().remoteTag().equals(other.remoteTag());
    }

    /// Takes note of a request's number.
    ///
    /// @return false if it is not above the last one: answer 500 (RFC 3261 §12.2.2)
    boolean accepts(Request request) {
        return dialog.accept(request);
    }

    /// A target refresh (RFC 3261 §12.2.1.2, §12.2.2): re-INVITE and UPDATE, requests and 2xx.
    void refreshTarget(Message message) {
        dialog.refreshTarget(message);
    }

    long nextSeq() {
        return dialog.nextSequence();
    }

    /// After an INVITE that was challenged before the dialog began.
    void atLeast(long cSeq) {
        dialog.used(cSeq);
    }

    /// A request in the dialog (RFC 3261 §12.2.1.1).
    Request request(String method) {
        Request request = dialog.createRequest(method);
        request.addHeader(Fields.header("User-Agent", Identity.USER_AGENT));
        if (method.equals(Request.INVITE) || method.equals(Request.UPDATE)) {
            request.addHeader(Fields.header(ContactHeader.NAME, identity.contactValue()));
            request.addHeader(identity.allow());
        }
        return request;
    }

    /// The ACK to the 2xx of an INVITE with this number (RFC 3261 §13.2.2.4).
    Request ack(long inviteSeq) {
        return dialog.createAck(inviteSeq);
    }

    /// Where requests of the dialog go: by way of our server where it is in the route, else straight to the
    /// other side's contact, if that is a numeric address.
    Destination destination() {
        if (identity.direct()) {
            return identity.server(); // a Contact could send us anywhere
        }
        if (dialog.hasNoRoutes()
                && dialog.remoteTarget() instanceof SipURI sip
                && !sip.isSecure()) {
            String transport = sip.getTransportParam() == null ? "udp" : sip.getTransportParam();
            try {
                Transport by = Transport.of(transport);
                int port = sip.getPort() > 0 ? sip.getPort() : by.defaultPort();
                String host = HostPort.withoutBrackets(sip.getHost());
                if (by == identity.server().transport() && !by.isReliable()) {
                    return new Destination.Address(by, host, port, host);
                }
            } catch (IllegalArgumentException _) {
                // a transport that we don't speak: by way of our server
            }
        }
        return identity.server();
    }
}
