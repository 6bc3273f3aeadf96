package org.earshot.registrar.presence.watch;

import java.text.ParseException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sip.InvalidArgumentException;
import javax.sip.address.Address;
import javax.sip.header.ContentTypeHeader;
import javax.sip.header.FromHeader;
import javax.sip.header.Header;
import javax.sip.header.ToHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.stack.Destination;
import org.earshot.common.stack.Dialog;
import org.earshot.common.stack.SipMessages;
import org.earshot.common.stack.Transport;
import org.earshot.registrar.presence.state.View;
import org.earshot.registrar.presence.store.Subscription;

/// Writes NOTIFYs (RFC 6665 §4.2.2). Thread-safe.
final class NotifyWriter {
    /// What a list may say at once over UDP, which has to be cut into pieces as it is, and else.
    private static final int DATAGRAM_BUDGET = 8_000;

    private static final int STREAM_BUDGET = 150_000;

    private final OwnContact contact;
    private final Reach reach;
    private final Documents documents;
    private final ListDocument lists;

    NotifyWriter(OwnContact contact, Reach reach, Documents documents, ListDocument lists) {
        this.contact = contact;
        this.reach = reach;
        this.documents = documents;
        this.lists = lists;
    }

    /// A NOTIFY, and of whom it says all that is known.
    record Written(Request request, Set<AddressOfRecord> told) {}

    /// Where the NOTIFYs of a subscription go; empty if nothing leads there any more.
    Optional<Destination> destination(Subscription subscription) {
        Dialog dialog = dialog(subscription, 0);
        return reach.of(!dialog.hasNoRoutes(), dialog.nextHop(), subscription.flow());
    }

    /// @param sequence of this NOTIFY
    /// @param versions numbers its documents
    /// @param state of the subscription, such as `active;expires=60`
    Written write(
            Subscription subscription,
            long sequence,
            DocumentVersions versions,
            String state,
            Documents.Telling telling) {
        Request notify = dialog(subscription, sequence - 1).createRequest(Request.NOTIFY);
        Address own = SipMessages.addresses().createAddress(contact.of(subscription.flow()));
        notify.addHeader(SipMessages.headers().createContactHeader(own));
        notify.addHeader(header("Event", event(subscription)));
        notify.addHeader(header("Subscription-State", state));
        if (subscription.list() != Subscription.ListKind.NONE) {
            notify.addHeader(header("Require", "eventlist"));
            boolean datagram = subscription.flow().transport() == Transport.UDP;
            ListDocument.Written written =
                    lists.write(
                            subscription,
                            versions,
                            telling,
                            datagram ? DATAGRAM_BUDGET : STREAM_BUDGET);
            put(notify, written.document());
            return new Written(notify, written.told());
        }
        AddressOfRecord resource = subscription.resource();
        View view = telling.now().get(resource);
        if (view == null) {
            return new Written(notify, Set.of());
        }
        documents
                .of(
                        subscription.event(),
                        resource,
                        view,
                        Optional.ofNullable(telling.before().get(resource)),
                        versions)
                .ifPresent(document -> put(notify, document));
        if (view.body() instanceof View.Body.Contacts(String contactsVersion, var _)) {
            notify.addHeader(header("SIP-ETag", contactsVersion)); // RFC 5839 §3.1
        }
        return new Written(notify, Set.of(resource));
    }

    private static String event(Subscription subscription) {
        String token = subscription.event().token();
        return subscription.eventId().isEmpty() ? token : token + ";id=" + subscription.eventId();
    }

    /// The dialog as the SUBSCRIBE made it (RFC 3261 §12.1.1), from what is kept of it.
    private static Dialog dialog(Subscription subscription, long lastSequence) {
        try {
            var headers = SipMessages.headers();
            FromHeader from =
                    headers.createFromHeader(
                            address(subscription.remoteUri()), subscription.id().remoteTag());
            ToHeader to =
                    headers.createToHeader(
                            address(subscription.localUri()), subscription.id().localTag());
            Request subscribe =
                    SipMessages.messages()
                            .createRequest(
                                    SipMessages.addresses().createURI(subscription.localUri()),
                                    Request.SUBSCRIBE,
                                    headers.createCallIdHeader(subscription.id().callId()),
                                    headers.createCSeqHeader(1L, Request.SUBSCRIBE),
                                    from,
                                    to,
                                    List.of(),
                                    headers.createMaxForwardsHeader(70));
            // each Record-Route that is added stands above those before
            for (String route : subscription.routes().reversed()) {
                subscribe.addHeader(
                        headers.createRecordRouteHeader(
                                SipMessages.addresses().createAddress(route)));
            }
            subscribe.addHeader(headers.createContactHeader(address(subscription.contact())));
            Response ok = SipMessages.messages().createResponse(200, subscribe);
            Dialog dialog =
                    Dialog.ofCallee(subscribe, ok, subscription.flow().transport().isSecure());
            dialog.used(lastSequence);
            return dialog;
        } catch (ParseException | InvalidArgumentException e) {
            throw new IllegalStateException("a subscription that no longer parses", e);
        }
    }

    private static Address address(String uri) throws ParseException {
        return SipMessages.addresses().createAddress(SipMessages.addresses().createURI(uri));
    }

    private static void put(Request notify, Documents.Document document) {
        try {
            notify.setContent(
                    document.body(),
                    (ContentTypeHeader) header("Content-Type", document.contentType()));
        } catch (ParseException e) {
            throw new IllegalStateException("a body", e);
        }
    }

    private static Header header(String name, String value) {
        try {
            return SipMessages.headers().createHeader(name, value);
        } catch (ParseException e) {
            throw new IllegalArgumentException(name + ": " + value, e);
        }
    }
}
