package org.earshot.proxy;

import java.text.ParseException;
import java.util.Optional;
import javax.sip.address.SipURI;
import javax.sip.address.URI;
import org.earshot.common.address.AddressOfRecord;
import org.earshot.common.address.LocalDomain;
import org.earshot.common.location.Binding;
import org.earshot.common.location.PhoneAddress;
import org.earshot.common.stack.Destination;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.RequestSender;
import org.earshot.common.stack.SipMessages;
import org.earshot.common.stack.Transport;

/// The way to a phone that has registered: over the flow of its REGISTER while that stands (RFC 5626 §5.3), else to
/// the address in its Contact (RFC 3263 §4, as far as the URI itself says), unless only the flow could lead there. A flow that another
/// node holds is reached through that one.
final class BindingTargets {
    private final RequestSender sender;
    private final EdgeWays edges;

    BindingTargets(RequestSender sender, EdgeWays edges) {
        this.sender = sender;
        this.edges = edges;
    }

    /// @return empty for a contact that can't be read any more
    Optional<Target> of(AddressOfRecord address, Binding binding) {
        URI uri;
        try {
            uri = SipMessages.addresses().createURI(binding.contact());
        } catch (ParseException e) {
            return Optional.empty();
        }
        return Optional.of(
                new Target(
                        uri,
                        binding.path(),
                        way(uri, binding),
                        new Party(Optional.of(address), Optional.of(binding.flow()))));
    }

    private Optional<Way> way(URI uri, Binding binding) {
        Flow flow = binding.flow();
        if (!binding.path().isEmpty()) {
            // The flow is that of its edge node, and only that could reach it.
            return sender.isOpen(flow) ? Optional.of(Way.over(flow)) : edges.over(flow);
        }
        if (isWhereItSays(uri, flow)) {
            return PhoneAddress.of(uri, flow).map(Way::to);
        }
        if (sender.isOpen(flow)) {
            return Optional.of(Way.over(flow));
        }
        return edges.over(flow).or(() -> byAddress(uri, binding));
    }

    private static Optional<Way> byAddress(URI uri, Binding binding) {
        Flow flow = binding.flow();
        if (flow.transport() == Transport.UDP) {
            // Registered before we restarted: the address that it came from (RFC 3581) is still
            // its.
            return Optional.of(Way.to(PhoneAddress.of(flow)));
        }
        return PhoneAddress.isBoundTo(uri, flow, binding.regId())
                ? Optional.empty()
                : PhoneAddress.of(uri, flow).map(Way::to);
    }

    /// Whether a UDP phone's Contact names the very host that its REGISTER came from: then nothing between us has
    /// changed the address, and the port that counts is the one it names, which may be another than it sent from.
    private static boolean isWhereItSays(URI uri, Flow flow) {
        return flow.transport() == Transport.UDP
                && PhoneAddress.of(uri, flow)
                        .filter(Destination.Address.class::isInstance)
                        .map(Destination.Address.class::cast)
                        .filter(to -> to.transport() == Transport.UDP)
                        .filter(to -> to.host().equals(flow.remote().getAddress().getHostAddress()))
                        .isPresent();
    }

    /// Whether a Request-URI is the contact of a binding: same user, host and port.
    static boolean sameContact(String contact, SipURI uri) {
        try {
            return SipMessages.addresses().createURI(contact) instanceof SipURI other
                    && SipMessages.uriUser(other).equals(SipMessages.uriUser(uri))
                    && LocalDomain.canonical(other.getHost())
                            .equals(LocalDomain.canonical(uri.getHost()))
                    && other.getPort() == uri.getPort();
        } catch (ParseException e) {
            return false;
        }
    }
}
