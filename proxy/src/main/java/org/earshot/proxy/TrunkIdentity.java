package org.earshot.proxy;

import java.text.ParseException;
import java.util.Optional;
import javax.sip.address.Address;
import javax.sip.address.SipURI;
import javax.sip.address.URI;
import javax.sip.header.FromHeader;
import javax.sip.header.Header;
import javax.sip.header.ToHeader;
import javax.sip.message.Message;
import javax.sip.message.Request;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.stack.SipMessages;
import org.earshot.proxy.route.Trunk;

/// Who calls, and who is called, in the words of a trunk: numbers at its domain, and nothing of how accounts are called here. The tags, by which
/// both sides know the dialog (RFC 3261 §12.2.2), stay. Pure.
final class TrunkIdentity {
    private static final String ANONYMOUS = "sip:anonymous@anonymous.invalid"; // RFC 3261 §8.1.1.3

    private TrunkIdentity() {}

    /// A number as a Request-URI has it.
    static URI uri(AddressOfRecord number) {
        try {
            URI uri = SipMessages.addresses().createURI(number.toString());
            ((SipURI) uri).setUserParam("phone");
            return uri;
        } catch (ParseException e) {
            throw new IllegalArgumentException("no number: " + number, e);
        }
    }

    /// Changes what goes to a trunk.
    ///
    /// @param called as the trunk names it
    static void apply(Request out, TrunkHop hop, Optional<AddressOfRecord> called) {
        if (hop.shownNumber().isEmpty()) {
            return;
        }
        AddressOfRecord shown = hop.trunk().address(hop.shownNumber().get());
        boolean isPrivate = Headers.tokens(out, "Privacy").contains("id");
        try {
            if (out.getHeader(FromHeader.NAME) instanceof FromHeader from) {
                String name = from.getAddress().getDisplayName();
                Address address =
                        SipMessages.addresses()
                                .createAddress(
                                        isPrivate
                                                ? SipMessages.addresses().createURI(ANONYMOUS)
                                                : uri(shown));
                if (name != null && !isPrivate) {
                    address.setDisplayName(name);
                }
                from.setAddress(address);
            }
            if (called.isPresent() && out.getHeader(ToHeader.NAME) instanceof ToHeader to) {
                to.setAddress(SipMessages.addresses().createAddress(uri(called.get())));
            }
            if (hop.trunk().identity() == Trunk.Identity.ASSERTED) {
                out.setHeader(Headers.of("P-Asserted-Identity", "<" + shown + ">"));
            }
        } catch (ParseException e) {
            throw new IllegalArgumentException("no identity for " + hop.trunk().name(), e);
        }
    }

    /// Gives the caller back the To that they wrote, with the tag of who answered.
    static void restoreTo(Message response, Message request) {
        if (request.getHeader(ToHeader.NAME) instanceof ToHeader asked
                && response.getHeader(ToHeader.NAME) instanceof ToHeader answered) {
            ToHeader to = (ToHeader) asked.clone();
            try {
                if (answered.getTag() != null) {
                    to.setTag(answered.getTag());
                }
                response.setHeader((Header) to);
            } catch (ParseException e) {
                throw new IllegalArgumentException("a tag that was one", e);
            }
        }
    }
}
