package org.earshot.registrar;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.ListIterator;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import javax.sip.address.SipURI;
import javax.sip.header.CSeqHeader;
import javax.sip.header.CallIdHeader;
import javax.sip.header.ContactHeader;
import javax.sip.header.ExpiresHeader;
import javax.sip.header.Header;
import javax.sip.header.ToHeader;
import javax.sip.header.UserAgentHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.location.BindingKey;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.SipRejection;
import org.earshot.registrar.RegisterRequest.RequestedContact;
import org.earshot.registrar.RegisterRequest.Wish;

/// Reads what a REGISTER asks for, and refuses what can't be meant (RFC 3261 §10.3 steps 5 and 6). Pure.
final class RegisterReader {
    private static final int MAX_CALL_ID = 255;
    private static final int MAX_CONTACTS = 100;
    private static final int MAX_PATHS = 8;
    private static final int MAX_PATH = 255;
    private static final int MAX_USER_AGENT = 255;

    /// A feature tag of our own (RFC 3840 §5): a phone that stores history without telling of it.
    private static final String HISTORY = "+org.earshot.history";

    private final ContactPolicy contactPolicy;

    RegisterReader(ContactPolicy contactPolicy) {
        this.contactPolicy = contactPolicy;
    }

    /// The address-of-record in To.
    static AddressOfRecord addressOfRecord(Request request) throws SipRejection {
        ToHeader to = (ToHeader) request.getHeader(ToHeader.NAME);
        if (to == null) {
            throw new SipRejection(Response.BAD_REQUEST, "To is missing");
        }
        return AddressOfRecord.of(to.getAddress().getURI())
                .orElseThrow(() ->
                        new SipRejection(Response.BAD_REQUEST, "To names no address-of-record"));
    }

    RegisterRequest read(Request request, Flow flow) throws SipRejection {
        CallIdHeader callId = (CallIdHeader) request.getHeader(CallIdHeader.NAME);
        CSeqHeader cSeq = (CSeqHeader) request.getHeader(CSeqHeader.NAME);
        if (callId == null || cSeq == null) {
            throw new SipRejection(Response.BAD_REQUEST, "Call-ID or CSeq is missing");
        }
        if (callId.getCallId().length() > MAX_CALL_ID) {
            throw new SipRejection(Response.BAD_REQUEST, "Call-ID is too long");
        }
        boolean supportsPath = Options.of(request, "Supported").contains("path");
        List<String> path = values(request, "Path");
        if (!path.isEmpty() && !supportsPath) {
            // RFC 3327 §5.3: without "path" in Supported the phone would not know what became of it
            throw new SipRejection(
                    Response.EXTENSION_REQUIRED,
                    "Extension Required",
                    Options.header("Require", "path"));
        }
        if (path.size() > MAX_PATHS || path.stream().anyMatch(p -> p.length() > MAX_PATH)) {
            throw new SipRejection(Response.BAD_REQUEST, "Path is too long");
        }
        return new RegisterRequest(
                addressOfRecord(request),
                callId.getCallId(),
                cSeq.getSeqNumber(),
                wish(request, flow),
                path,
                flow,
                userAgent(request));
    }

    private Wish wish(Request request, Flow flow) throws SipRejection {
        List<ContactHeader> contacts = new ArrayList<>();
        ListIterator<?> headers = request.getHeaders(ContactHeader.NAME);
        while (headers.hasNext()) {
            contacts.add((ContactHeader) headers.next());
        }
        if (contacts.isEmpty()) {
            return new Wish.Query();
        }
        if (contacts.size() > MAX_CONTACTS) {
            throw new SipRejection(Response.BAD_REQUEST, "Too many contacts");
        }
        ExpiresHeader expires = request.getExpires();
        OptionalInt common =
                expires == null ? OptionalInt.empty() : OptionalInt.of(expires.getExpires());
        if (contacts.stream().anyMatch(ContactHeader::isWildCard)) {
            if (contacts.size() > 1 || common.isEmpty() || common.getAsInt() != 0) {
                throw new SipRejection(
                        Response.BAD_REQUEST, "Contact: * stands alone, with Expires: 0");
            }
            return new Wish.RemoveAll();
        }
        List<RequestedContact> requested = new ArrayList<>();
        Set<BindingKey> keys = new HashSet<>();
        for (ContactHeader contact : contacts) {
            RequestedContact one = contact(contact, common, flow);
            if (!keys.add(one.key())) {
                throw new SipRejection(Response.BAD_REQUEST, "The same Contact twice");
            }
            requested.add(one);
        }
        return new Wish.Change(List.copyOf(requested));
    }

    private RequestedContact contact(ContactHeader contact, OptionalInt common, Flow flow)
            throws SipRejection {
        int own = contact.getExpires();
        OptionalInt expires = own >= 0 ? OptionalInt.of(own) : common;
        boolean removal = expires.isPresent() && expires.getAsInt() == 0;
        // What is there already may always be taken away.
        SipURI uri = contactPolicy.check(contact.getAddress().getURI(), flow, removal);
        Optional<String> instanceId = instanceId(contact);
        int regId = instanceId.isPresent() ? regId(contact) : 0;
        return new RequestedContact(
                instanceId
                        .filter(_ -> regId > 0)
                        .map(id -> BindingKeys.ofInstance(id, regId))
                        .orElseGet(() -> BindingKeys.ofContact(uri)),
                uri.toString(),
                qThousandths(contact),
                expires,
                instanceId,
                regId,
                takesCpim(contact),
                contact.getParameter(HISTORY) != null);
    }

    /// RFC 3840 §9 and §10.12: `type="text/plain,message/cpim"`, perhaps within a negation, which we don't count.
    private static boolean takesCpim(ContactHeader contact) {
        String types = contact.getParameter("type");
        return types != null
                && Stream.of(strip(types, '"', '"').split(",", -1))
                        .anyMatch(type -> type.strip().equalsIgnoreCase("message/cpim"));
    }

    private static int qThousandths(ContactHeader contact) throws SipRejection {
        String text = contact.getParameter("q");
        if (text == null) {
            return 1000;
        }
        // RFC 3261 §25.1: qvalue = ( "0" [ "." 0*3DIGIT ] ) / ( "1" [ "." 0*3("0") ] )
        if (!text.matches("0(\\.[0-9]{0,3})?|1(\\.0{0,3})?")) {
            throw new SipRejection(Response.BAD_REQUEST, "q is not 0 to 1");
        }
        return Math.round(Float.parseFloat(text) * 1000);
    }

    private static Optional<String> instanceId(ContactHeader contact) throws SipRejection {
        String text = contact.getParameter("+sip.instance");
        if (text == null) {
            return Optional.empty();
        }
        String bare = strip(strip(text, '"', '"'), '<', '>');
        if (bare.isEmpty() || bare.length() > 255) {
            throw new SipRejection(Response.BAD_REQUEST, "+sip.instance can't be read");
        }
        return Optional.of(bare);
    }

    private static int regId(ContactHeader contact) throws SipRejection {
        String text = contact.getParameter("reg-id");
        if (text == null) {
            return 0;
        }
        if (!text.matches("[0-9]{1,9}") || Integer.parseInt(text) == 0) {
            throw new SipRejection(Response.BAD_REQUEST, "reg-id is no positive number");
        }
        return Integer.parseInt(text);
    }

    private static String strip(String text, char first, char last) {
        return text.length() >= 2
                        && text.charAt(0) == first
                        && text.charAt(text.length() - 1) == last
                ? text.substring(1, text.length() - 1)
                : text;
    }

    private static String userAgent(Request request) {
        Header header = request.getHeader(UserAgentHeader.NAME);
        if (header == null) {
            return "";
        }
        String value = value(header);
        return value.length() <= MAX_USER_AGENT ? value : value.substring(0, MAX_USER_AGENT);
    }

    private static List<String> values(Request request, String name) {
        List<String> values = new ArrayList<>();
        ListIterator<?> headers = request.getHeaders(name);
        while (headers.hasNext()) {
            values.add(value((Header) headers.next()));
        }
        return values;
    }

    private static String value(Header header) {
        String text = header.toString();
        return text.substring(text.indexOf(':') + 1).strip();
    }
}
