package org.earshot.registrar.presence;

import java.text.ParseException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.ListIterator;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.sip.address.SipURI;
import javax.sip.header.CSeqHeader;
import javax.sip.header.ContactHeader;
import javax.sip.header.EventHeader;
import javax.sip.header.FromHeader;
import javax.sip.header.RecordRouteHeader;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.mime.MalformedPayloadException;
import org.earshot.common.presence.ResourceLists;
import org.earshot.common.stack.InboundRequest;
import org.earshot.common.stack.SipMessages;
import org.earshot.common.stack.SipRejection;
import org.earshot.registrar.presence.store.EventPackage;
import org.earshot.registrar.presence.store.Subscription.ListKind;

/// Reads what a SUBSCRIBE asks for, and refuses what can't be meant (RFC 6665 §4.2.1). Pure.
final class SubscribeReader {
    /// RFC 4662, RFC 5367.
    static final List<String> EXTENSIONS = List.of("eventlist", "recipient-list-subscribe");

    private static final int MAX_TEXT = 255;
    private static final int MAX_URI = 512;
    private static final int MAX_ROUTES = 8;

    private final PresenceConfig config;

    SubscribeReader(PresenceConfig config) {
        this.config = config;
    }

    /// The event package of a SUBSCRIBE that we serve; empty for another one.
    static Optional<EventPackage> event(Request request) {
        return request.getHeader(EventHeader.NAME) instanceof EventHeader event
                        && event.getEventType() != null
                ? EventPackage.of(event.getEventType())
                : Optional.empty();
    }

    SubscribeRequest read(InboundRequest inbound) throws SipRejection {
        Request request = inbound.message();
        Fields.checkRequire(request, EXTENSIONS);
        EventPackage event = event(request).orElseThrow(Fields::badEvent);
        checkLengths(inbound);
        AddressOfRecord resource = resource(request);
        List<AddressOfRecord> members = members(request);
        ListKind list = ListKind.NONE;
        if (resource.user().equals(config.listName())) {
            list = members.isEmpty() ? ListKind.CONTACTS : ListKind.GIVEN;
        } else if (!members.isEmpty()) {
            list = ListKind.GIVEN; // RFC 5367 leaves open what the list's address is
        }
        checkAccept(request, event, list);
        return new SubscribeRequest(
                event,
                eventId(request),
                resource,
                list,
                members,
                Fields.granted(request, config),
                contact(request),
                routes(request),
                ((CSeqHeader) request.getHeader(CSeqHeader.NAME)).getSeqNumber());
    }

    static String eventId(Request request) {
        return request.getHeader(EventHeader.NAME) instanceof EventHeader event
                        && event.getEventId() != null
                ? event.getEventId()
                : "";
    }

    /// Where NOTIFYs go from now on.
    static String contact(Request request) throws SipRejection {
        if (request.getHeader(ContactHeader.NAME) instanceof ContactHeader contact
                && contact.getAddress() != null
                && contact.getAddress().getURI() instanceof SipURI uri
                && uri.getHost() != null) {
            String text = uri.toString();
            if (text.length() <= MAX_URI) {
                return text;
            }
        }
        throw new SipRejection(Response.BAD_REQUEST, "Contact must be a sip or sips URI");
    }

    private AddressOfRecord resource(Request request) throws SipRejection {
        // also under one of our numeric addresses
        return SipMessages.uriUser(request.getRequestURI())
                .filter(user -> !user.isEmpty() && user.length() <= MAX_TEXT)
                .map(user -> new AddressOfRecord(user, config.domain().name()))
                .orElseThrow(() -> new SipRejection(Response.NOT_FOUND, "Not Found"));
    }

    /// What the rows of the store hold.
    private static void checkLengths(InboundRequest inbound) throws SipRejection {
        FromHeader from = (FromHeader) inbound.message().getHeader(FromHeader.NAME);
        boolean tooLong =
                Stream.of(
                                inbound.callId(),
                                from.getTag() == null ? "" : from.getTag(),
                                eventId(inbound.message()))
                        .anyMatch(text -> text.length() > MAX_TEXT);
        boolean tooLongUri =
                Stream.of(
                                from.getAddress().getURI(),
                                Fields.to(inbound.message()).getAddress().getURI())
                        .anyMatch(uri -> uri.toString().length() > MAX_URI);
        if (tooLong || tooLongUri) {
            throw new SipRejection(Response.BAD_REQUEST, "An Identifier Is Too Long");
        }
        if (from.getTag() == null) {
            throw new SipRejection(Response.BAD_REQUEST, "From Has No Tag");
        }
    }

    private static List<String> routes(Request request) throws SipRejection {
        List<String> routes = new ArrayList<>();
        ListIterator<?> headers = request.getHeaders(RecordRouteHeader.NAME);
        while (headers.hasNext()) {
            routes.add(((RecordRouteHeader) headers.next()).getAddress().toString());
        }
        if (routes.size() > MAX_ROUTES || routes.stream().anyMatch(one -> one.length() > MAX_URI)) {
            throw new SipRejection(Response.BAD_REQUEST, "Record-Route Is Too Long");
        }
        return routes;
    }

    /// Whom a list that a SUBSCRIBE brings holds (RFC 5367); empty where it brings none.
    List<AddressOfRecord> members(Request request) throws SipRejection {
        byte[] body = Fields.body(request, config);
        if (body.length == 0) {
            return List.of();
        }
        if (!Fields.contentType(request).equals(ResourceLists.CONTENT_TYPE)) {
            throw Fields.unsupportedType(ResourceLists.CONTENT_TYPE);
        }
        try {
            Set<AddressOfRecord> members = new LinkedHashSet<>();
            for (ResourceLists.Entry entry : ResourceLists.parse(body).entries()) {
                member(entry.uri()).ifPresent(members::add);
            }
            if (members.isEmpty() || members.size() > config.pace().listEntries()) {
                throw new SipRejection(
                        Response.FORBIDDEN,
                        "A List Has 1 To " + config.pace().listEntries() + " Entries");
            }
            return List.copyOf(members);
        } catch (MalformedPayloadException e) {
            throw new SipRejection(Response.BAD_REQUEST, "Bad Resource List");
        }
    }

    private static Optional<AddressOfRecord> member(String uri) {
        try {
            return AddressOfRecord.of(SipMessages.addresses().createURI(uri))
                    .filter(one -> one.toString().length() <= MAX_TEXT);
        } catch (ParseException e) {
            return Optional.empty();
        }
    }

    private static void checkAccept(Request request, EventPackage event, ListKind list)
            throws SipRejection {
        if (list != ListKind.NONE
                && !Fields.values(request, "Supported").stream()
                        .map(tag -> tag.toLowerCase(Locale.ROOT))
                        .toList()
                        .contains("eventlist")) {
            // RFC 4662 §4.5
            throw new SipRejection(
                    Response.EXTENSION_REQUIRED,
                    "Extension Required",
                    Fields.header("Require", "eventlist"));
        }
        List<String> accepted =
                Fields.values(request, "Accept").stream()
                        .map(type -> type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
                        .toList();
        // RFC 6665 §3.1.3: without Accept the package's own type
        if (!accepted.isEmpty()
                && !accepted.contains(event.contentType())
                && !accepted.contains("*/*")
                && !accepted.contains("application/*")) {
            throw new SipRejection(Response.NOT_ACCEPTABLE, "Not Acceptable");
        }
    }
}
