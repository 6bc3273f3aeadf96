package org.earshot.softphone.ua;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import javax.sip.address.SipURI;
import javax.sip.header.ContactHeader;
import javax.sip.header.FromHeader;
import javax.sip.message.Request;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.stack.InboundRequest;

/// Who calls, as it is shown.
///
/// @param uri with whom our user talks
/// @param name what our server says that he is called; may be empty
/// @param claimed what the caller himself says that he is called, where no server has checked anything; may be empty
record Caller(String uri, String name, Optional<String> claimed) {

    /// One whom our server let through.
    static Caller checked(Request invite) {
        return new Caller(Fields.sender(invite), Fields.senderName(invite), Optional.empty());
    }

    /// One who came without a server. From could name anybody of any domain: its user part is shown as a claim, and in the URI behind it
    /// stands where the call really came from.
    static Caller claimed(InboundRequest invite) {
        FromHeader from = (FromHeader) invite.message().getHeader(FromHeader.NAME);
        String user =
                AddressOfRecord.of(from.getAddress().getURI())
                        .map(AddressOfRecord::user)
                        .map(PlainName::of)
                        .filter(text -> !text.isEmpty())
                        .orElse("unknown");
        String display =
                PlainName.of(Optional.ofNullable(from.getAddress().getDisplayName()).orElse(""));
        InetSocketAddress at = place(invite);
        return new Caller(
                new AddressOfRecord(user, HostPort.inUri(at.getAddress())) + ":" + at.getPort(),
                "",
                Optional.of(display.isEmpty() ? user : display));
    }

    /// Where the caller's phone takes requests: it may say another port than it sends from, but not another machine.
    static InetSocketAddress place(InboundRequest invite) {
        InetSocketAddress source = invite.flow().remote();
        return Fields.contact(invite.message())
                .map(ContactHeader::getAddress)
                .map(address -> address.getURI())
                .filter(uri -> uri instanceof SipURI sip && isAt(sip, source.getAddress()))
                .map(uri -> ((SipURI) uri).getPort())
                .map(port -> port > 0 ? port : invite.flow().transport().defaultPort())
                .map(port -> new InetSocketAddress(source.getAddress(), port))
                .orElse(source);
    }

    private static boolean isAt(SipURI contact, InetAddress source) {
        try {
            return InetAddress.ofLiteral(HostPort.withoutBrackets(contact.getHost()))
                    .equals(source);
        } catch (IllegalArgumentException _) {
            return false; // a name, which could lead anywhere
        }
    }
}
