package org.earshot.common.stack;

import gov.nist.javax.sip.header.Via;
import gov.nist.javax.sip.message.SIPMessage;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.text.ParseException;
import java.util.Optional;
import javax.sip.InvalidArgumentException;
import javax.sip.SipException;
import javax.sip.message.Message;
import javax.sip.message.Request;

/// The topmost Via: written on requests that leave, read for the way of a response
/// (RFC 3261 §18, RFC 3581; requests that come were marked by [ViaStamp]). Pure.
final class TopVia {
    private TopVia() {}

    /// Puts ours on top, asking for `rport`; or, if it is there already, says anew how it travels.
    static void put(Request request, Transport transport, InetSocketAddress sentBy, String branch) {
        try {
            Via top = ((SIPMessage) request).getTopmostVia();
            boolean present = top != null && branch.equals(top.getBranch());
            Via via = present ? top : new Via();
            via.setTransport(transport.name());
            via.setHost(hostOf(sentBy.getAddress()));
            via.setPort(sentBy.getPort());
            if (!present) {
                via.setRPort();
                via.setBranch(branch);
                request.addFirst(via);
            }
        } catch (ParseException | InvalidArgumentException | SipException e) {
            throw new IllegalArgumentException("no Via from " + sentBy + " and " + branch, e);
        }
    }

    /// Where a response goes that can't go back over a connection (RFC 3261 §18.2.2, RFC 3581 §4).
    /// `maddr` is not followed: whoever sends a request could aim our answers with it.
    ///
    /// @return empty if the Via's transport is none of ours, or it names a host instead of an address where
    ///     no `received` says which
    static Optional<ResponseTarget> target(Message message) {
        Via via = ((SIPMessage) message).getTopmostVia();
        if (via == null) {
            return Optional.empty();
        }
        try {
            Transport transport = Transport.of(via.getTransport());
            String received = via.getReceived();
            String host = withoutBrackets(received == null ? via.getHost() : received);
            int rport = via.getRPort();
            int sentByPort = via.getPort() < 0 ? transport.defaultPort() : via.getPort();
            // rport is the port of a connection that is gone: it is followed by UDP only.
            int port = transport == Transport.UDP && rport > 0 ? rport : sentByPort;
            if (port < 1 || port > 65535) {
                return Optional.empty();
            }
            return Optional.of(new ResponseTarget(transport, InetAddress.ofLiteral(host), port));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// @param address numeric; never resolved
    record ResponseTarget(Transport transport, InetAddress address, int port) {}

    private static String hostOf(InetAddress address) {
        String text = ViaStamp.text(address);
        return text.indexOf(':') < 0 ? text : '[' + text + ']';
    }

    private static String withoutBrackets(String host) {
        return host.startsWith("[") && host.endsWith("]")
                ? host.substring(1, host.length() - 1)
                : host;
    }
}
