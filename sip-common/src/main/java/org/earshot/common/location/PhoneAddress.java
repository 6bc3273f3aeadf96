package org.earshot.common.location;

import java.util.Locale;
import java.util.Optional;
import javax.sip.address.SipURI;
import javax.sip.address.URI;
import org.earshot.common.address.LocalDomain;
import org.earshot.common.stack.Destination;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.SipMessages;
import org.earshot.common.stack.Transport;

/// Where a phone is to be reached other than over a flow that stands (RFC 3263 §4, as far as the URI itself says).
public final class PhoneAddress {
    private PhoneAddress() {}

    /// The peer's end of a flow, to be reached anew.
    public static Destination of(Flow flow) {
        String host = flow.remote().getAddress().getHostAddress();
        return new Destination.Address(
                flow.transport(), host, flow.remote().getPort(), host, Optional.of(flow));
    }

    /// Where a URI itself points. What a name in it leads to is found out when something is sent there, and that is when it
    /// is held against what no phone may make us send to (`namedBy`).
    ///
    /// @param flow of the phone that named it
    /// @return empty if it is no SIP URI, or of a transport that we can't open
    public static Optional<Destination> of(URI uri, Flow flow) {
        if (!(uri instanceof SipURI sip) || sip.getHost() == null) {
            return Optional.empty();
        }
        String host =
                LocalDomain.canonical(
                        sip.getMAddrParam() == null ? sip.getHost() : sip.getMAddrParam());
        return transport(sip)
                .map(transport ->
                        new Destination.Address(
                                transport,
                                host,
                                sip.getPort() > 0 ? sip.getPort() : transport.defaultPort(),
                                LocalDomain.canonical(sip.getHost()),
                                Optional.of(flow)));
    }

    /// Whether nothing but the connection that it opened leads to a phone (RFC 5626 §5.3): it says so, or its Contact is the
    /// near end of that connection, where it does not listen.
    ///
    /// @param contact its Contact
    /// @param regId of its registration; 0 for none
    public static boolean isBoundTo(URI contact, Flow flow, int regId) {
        Transport transport = flow.transport();
        if (!transport.isReliable()) {
            return false;
        }
        return !(contact instanceof SipURI sip)
                || sip.getHost() == null
                || regId > 0
                || SipMessages.uriParameter(contact, "ob").isPresent()
                || transport == Transport.WS
                || transport == Transport.WSS
                || sip.getHost().toLowerCase(Locale.ROOT).endsWith(".invalid")
                || sip.getPort() == flow.remote().getPort();
    }

    private static Optional<Transport> transport(SipURI uri) {
        String name = uri.getTransportParam();
        if (uri.isSecure()) {
            return Optional.of(Transport.TLS);
        }
        if (name == null) {
            return Optional.of(Transport.UDP);
        }
        try {
            Transport transport = Transport.of(name);
            // nobody listens in a browser
            return transport == Transport.WS || transport == Transport.WSS
                    ? Optional.empty()
                    : Optional.of(transport);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
