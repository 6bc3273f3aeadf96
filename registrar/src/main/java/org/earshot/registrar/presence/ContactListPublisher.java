package org.earshot.registrar.presence;

import java.util.List;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.earshot.common.account.Account;
import org.earshot.common.mime.MalformedPayloadException;
import org.earshot.common.presence.ResourceLists;
import org.earshot.common.stack.InboundRequest;
import org.earshot.common.stack.SipRejection;
import org.earshot.registrar.presence.store.Contact;
import org.earshot.registrar.presence.store.ContactDocument;
import org.earshot.registrar.presence.store.ContactList;
import org.earshot.registrar.presence.store.ContactVersion;

/// Answers PUBLISH of a contact list (docs/decisions/0014). Other than a publication of RFC 3903 a list stays when its
/// time is over: Expires is read by nobody. Thread-safe, and without state of its own.
final class ContactListPublisher {
    private static final int MOST_CONTACTS = 1000;

    private final ContactList contacts;
    private final WithheldFlows withheld;
    private final PresenceConfig config;

    ContactListPublisher(ContactList contacts, WithheldFlows withheld, PresenceConfig config) {
        this.contacts = contacts;
        this.withheld = withheld;
        this.config = config;
    }

    /// @param owner whose list it is, as is checked already
    void accept(InboundRequest inbound, Account owner) throws SipRejection {
        withheld.check(inbound, owner.address());
        Request request = inbound.message();
        byte[] body = Fields.body(request, config);
        // who names no version has never seen a list, and may write the first
        String version = Fields.value(request, "SIP-If-Match").orElse(ContactVersion.EMPTY);
        String after =
                body.length == 0 ? refresh(owner, version) : replace(owner, version, body, request);
        Response ok = inbound.createResponse(Response.OK, "OK");
        ok.setHeader(Fields.seconds("Expires", config.maxExpires())); // RFC 3903 §6: a 200 has one
        ok.setHeader(Fields.header("SIP-ETag", after));
        inbound.respond(ok);
    }

    /// Who refreshes hears whether the list is still the same.
    private String refresh(Account owner, String version) throws SipRejection {
        if (!ContactVersion.of(contacts.contactsOf(owner.address())).equals(version)) {
            throw conflict();
        }
        return version;
    }

    private String replace(Account owner, String version, byte[] body, Request request)
            throws SipRejection {
        List<Contact> wanted = read(request, body);
        if (!contacts.replace(owner.address(), version, wanted)) {
            throw conflict();
        }
        return ContactVersion.of(wanted);
    }

    private static List<Contact> read(Request request, byte[] body) throws SipRejection {
        if (!Fields.contentType(request).equals(ResourceLists.CONTENT_TYPE)) {
            throw Fields.unsupportedType(ResourceLists.CONTENT_TYPE);
        }
        List<Contact> wanted;
        try {
            wanted = ContactDocument.read(body);
        } catch (MalformedPayloadException e) {
            throw new SipRejection(Response.BAD_REQUEST, "Bad Contact List");
        }
        if (wanted.size() > MOST_CONTACTS) {
            throw new SipRejection(
                    Response.REQUEST_ENTITY_TOO_LARGE, "At Most " + MOST_CONTACTS + " Contacts");
        }
        return wanted;
    }

    private static SipRejection conflict() {
        return new SipRejection(
                Response.CONDITIONAL_REQUEST_FAILED, "The List Has Changed Meanwhile");
    }
}
