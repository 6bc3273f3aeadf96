package org.earshot.registrar;

import java.net.InetAddress;
import java.text.ParseException;
import java.util.Locale;
import javax.sip.address.SipURI;
import javax.sip.address.URI;
import javax.sip.message.Response;
import org.earshot.common.address.LocalDomain;
import org.earshot.common.stack.Flow;
import org.earshot.common.stack.SipRejection;
import org.earshot.common.stack.Transport;

/// Which contacts may be registered: a Contact tells the proxy where to send other people's calls, so it must
/// not point at the server, at what only the server can reach, or at something that is not SIP. Pure.
///
/// A name is taken (the `.invalid` of a browser, RFC 7118 §5, leads nowhere but over its flow): asking for its address
/// would keep this thread waiting, and the answer may be another a second later. What it leads to is held against the same
/// rule when something is sent there, by the stack.
final class ContactPolicy {
    private static final int MAX_URI = 512;

    private final LocalDomain domain;

    ContactPolicy(LocalDomain domain) {
        this.domain = domain;
    }

    /// @param removal whether the phone wants to take it away: then only its form is checked
    SipURI check(URI uri, Flow flow, boolean removal) throws SipRejection {
        if (!(uri instanceof SipURI sip) || sip.getHost() == null) {
            throw new SipRejection(Response.BAD_REQUEST, "Contact must be a sip or sips URI");
        }
        if (uri.toString().length() > MAX_URI) {
            throw new SipRejection(Response.BAD_REQUEST, "Contact is too long");
        }
        // RFC 3261 §19.1.1: method and headers make sense where a request is built, not in a
        // registration
        if (sip.getMethodParam() != null || sip.getHeaderNames().hasNext()) {
            throw new SipRejection(Response.BAD_REQUEST, "Contact carries a method or headers");
        }
        if (removal) {
            return sip;
        }
        String host = LocalDomain.canonical(sip.getHost());
        String reached =
                sip.getMAddrParam() == null ? host : LocalDomain.canonical(sip.getMAddrParam());
        Transport by = flow.transport();
        if (domain.isUs(sip, by) || domain.isUs(at(sip, reached), by)) {
            throw new SipRejection(Response.FORBIDDEN, "Contact is this server itself");
        }
        if (!isAllowed(host, flow) || !isAllowed(reached, flow)) {
            throw new SipRejection(Response.FORBIDDEN, "Contact address not allowed");
        }
        return sip;
    }

    private static SipURI at(SipURI sip, String host) throws SipRejection {
        SipURI other = (SipURI) sip.clone();
        try {
            other.setHost(host.indexOf(':') < 0 ? host : "[" + host + "]");
        } catch (ParseException e) {
            throw new SipRejection(Response.BAD_REQUEST, "Contact's maddr is no host");
        }
        return other;
    }

    private static boolean isAllowed(String host, Flow flow) {
        boolean local = flow.remote().getAddress().isLoopbackAddress();
        if (host.equals("localhost") || host.endsWith(".localhost")) {
            return local;
        }
        InetAddress address;
        try {
            address = InetAddress.ofLiteral(host.toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            return true; // a name
        }
        if (address.isLoopbackAddress()) {
            return local;
        }
        return !address.isAnyLocalAddress() && !address.isMulticastAddress();
    }
}
