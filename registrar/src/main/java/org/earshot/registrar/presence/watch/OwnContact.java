package org.earshot.registrar.presence.watch;

import java.net.InetAddress;
import java.text.ParseException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import javax.sip.address.SipURI;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.ListenPoint;
import org.earshot.common.stack.SipMessages;

/// Where a watcher reaches us within a subscription: the Contact of our responses and NOTIFYs. It has no user, so that it
/// is nobody's address. Immutable.
public final class OwnContact {
    private final String domain;
    private final List<ListenPoint> points;

    /// @param domain a name for us where no address is known
    /// @param points where we listen, with real ports
    public OwnContact(String domain, List<ListenPoint> points) {
        this.domain = domain;
        this.points = List.copyOf(points);
    }

    /// Over a flow, which may have been that of an earlier start.
    public SipURI of(Flow flow) {
        InetAddress local = flow.local().getAddress();
        Optional<ListenPoint> point =
                find(p ->
                                p.transport() == flow.transport()
                                        && p.address().getPort() == flow.local().getPort())
                        .or(() -> find(p -> p.transport() == flow.transport()));
        int port = point.map(p -> p.address().getPort()).orElse(flow.local().getPort());
        try {
            SipURI uri = SipMessages.addresses().createSipURI(null, host(local, point));
            uri.setPort(port);
            uri.setTransportParam(flow.transport().parameter());
            return uri;
        } catch (ParseException e) {
            throw new IllegalStateException("our own host", e);
        }
    }

    private Optional<ListenPoint> find(Predicate<ListenPoint> condition) {
        return points.stream().filter(condition).findFirst();
    }

    private String host(InetAddress local, Optional<ListenPoint> point) {
        if (!local.isAnyLocalAddress()) {
            return text(local);
        }
        return point.map(p -> p.address().getAddress())
                .filter(address -> !address.isAnyLocalAddress())
                .map(OwnContact::text)
                .orElse(domain);
    }

    private static String text(InetAddress address) {
        String host = address.getHostAddress();
        int zone = host.indexOf('%');
        String bare = zone < 0 ? host : host.substring(0, zone);
        return bare.indexOf(':') >= 0 ? '[' + bare + ']' : bare;
    }
}
