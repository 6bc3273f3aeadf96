package org.earshot.registrar.presence.watch;

import java.text.ParseException;
import java.util.Optional;
import java.util.function.Predicate;
import javax.sip.address.URI;
import org.earshot.common.event.Nodes;
import org.earshot.common.location.Binding;
import org.earshot.common.location.PhoneAddress;
import org.earshot.common.stack.Destination;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.RequestSender;
import org.earshot.common.stack.SipMessages;
import org.earshot.common.stack.Transport;

/// Whether and how a phone can be reached: over the connection that it opened while that stands (RFC 5626 §5.3), or at
/// the address in its Contact. Thread-safe.
public final class Reach {
    private final RequestSender sender;
    private final Nodes nodes;
    private final Predicate<Flow> mayComeBack;

    /// @param mayComeBack whether a connection closed so short a time ago that its phone may be on its way back
    public Reach(RequestSender sender, Nodes nodes, Predicate<Flow> mayComeBack) {
        this.sender = sender;
        this.nodes = nodes;
        this.mayComeBack = mayComeBack;
    }

    /// Whether the phone of a binding can be reached, as far as anybody knows.
    public boolean isReachable(Binding binding) {
        return !isBound(binding.contact(), binding.flow(), binding.regId())
                || stands(binding.flow());
    }

    /// Whether nothing but the connection that it opened leads to a phone; so too where its Contact can't be read.
    static boolean isBound(String contact, Flow flow, int regId) {
        return flow.transport().isReliable()
                && uri(contact).map(uri -> PhoneAddress.isBoundTo(uri, flow, regId)).orElse(true);
    }

    /// Where a NOTIFY goes first.
    ///
    /// @param hasRoutes whether a Route leads it
    /// @param next the topmost Route, or the watcher's Contact
    /// @return empty if nothing leads there any more
    Optional<Destination> of(boolean hasRoutes, URI next, Flow flow) {
        if (hasRoutes) {
            return PhoneAddress.of(next, flow);
        }
        if (flow.transport() == Transport.UDP) {
            return PhoneAddress.of(next, flow)
                    .filter(to -> isSameHost(to, flow))
                    .or(() -> Optional.of(PhoneAddress.of(flow)));
        }
        if (isOurs(flow) && sender.isOpen(flow)) {
            return Optional.of(new Destination.Existing(flow));
        }
        return PhoneAddress.isBoundTo(next, flow, 0)
                ? Optional.empty()
                : PhoneAddress.of(next, flow);
    }

    /// The start of the node that holds a flow: its sockets add a mark of their own to its name.
    static String nodeOf(Flow flow) {
        int mark = flow.node().lastIndexOf('-');
        return mark < 0 ? flow.node() : flow.node().substring(0, mark);
    }

    private boolean stands(Flow flow) {
        return isOurs(flow)
                ? sender.isOpen(flow) || mayComeBack.test(flow)
                : nodes.isLive(nodeOf(flow));
    }

    private boolean isOurs(Flow flow) {
        return nodeOf(flow).equals(nodes.self());
    }

    /// A UDP phone whose Contact names the very host it sent from: the port that counts is the one it names.
    private static boolean isSameHost(Destination to, Flow flow) {
        return to instanceof Destination.Address address
                && address.transport() == Transport.UDP
                && address.host().equals(flow.remote().getAddress().getHostAddress());
    }

    private static Optional<URI> uri(String text) {
        try {
            return Optional.of(SipMessages.addresses().createURI(text));
        } catch (ParseException e) {
            return Optional.empty();
        }
    }
}
